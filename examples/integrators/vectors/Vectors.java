import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import threelist.edition2016.runtime.Entry;
import threelist.edition2016.runtime.Problem;
import threelist.edition2016.runtime.Records;

/**
 * A harness for {@code conformance vectors run}: the generated Java classes.
 *
 * <pre>
 * conformance generate java --output generated
 * javac --release 8 -encoding UTF-8 -sourcepath generated -d classes Vectors.java
 * conformance vectors run --command "java -cp classes Vectors"
 * </pre>
 *
 * <p>The first line in is a greeting, answered with the rules that are claimed; each further line is a case, answered with the ids of the
 * rules that are broken. The classes need no library, and so the few lines of JSON are read by hand.
 */
public final class Vectors {
    private static final String[] CLAIMS = {
        "breach-without-facts", "citizen-id-birth-date", "citizen-id-check-digit", "code-list", "code-scheme-doubtful",
        "control-character", "date", "date-form", "date-order", "event-without-date", "event-without-document",
        "excel-mangled-value", "identifier-form", "label-for-code", "lost-character", "masked-value", "max-length",
        "not-in-future", "note-required", "number-form", "number-range", "one-of-required", "organisation-code-check-digit",
        "organisation-code-matches-uscc", "other-without-note", "pattern", "placeholder-value",
        "registration-number-check-digit", "required", "status-without-date", "surrounding-blanks", "timestamp",
        "uscc-check-digit",
    };

    private final String text;
    private int place;

    private Vectors(String text) {
        this.text = text;
    }

    /** Answers every line of standard input. */
    public static void main(String[] arguments) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream out = new PrintStream(System.out, true, "UTF-8");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            Map<?, ?> question = (Map<?, ?>) new Vectors(line).value();
            boolean greeting = question.containsKey("format");
            out.println(greeting ? "{\"claims\":" + list(java.util.Arrays.asList(CLAIMS)) + "}" : answer(question));
        }
    }

    private static String answer(Map<?, ?> question) {
        Set<String> rules = new LinkedHashSet<>();
        LocalDate asOf = LocalDate.parse((String) question.get("as_of"));
        for (Object record : (List<?>) question.get("records")) {
            Object item = question.get("item");
            Entry entry = item == null
                    ? Records.ofType((String) question.get("record_type"))
                    : Records.ofItem((String) item);
            for (Map.Entry<?, ?> one : ((Map<?, ?>) record).entrySet()) {
                entry.put((String) one.getKey(), (String) one.getValue());
            }
            for (Problem problem : entry.validate(asOf)) {
                rules.add(problem.rule());
            }
        }
        // What is to be published is masked on purpose; the classes are for what is sent.
        if ("publication".equals(question.get("purpose"))) {
            rules.remove("masked-value");
        }
        rules.retainAll(java.util.Arrays.asList(CLAIMS));
        return "{\"id\":" + quoted((String) question.get("id")) + ",\"rules\":" + list(rules) + "}";
    }

    private static String list(Iterable<String> words) {
        List<String> quoted = new ArrayList<>();
        for (String word : words) {
            quoted.add(quoted(word));
        }
        return "[" + String.join(",", quoted) + "]";
    }

    private static String quoted(String word) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char unit : word.toCharArray()) {
            if (unit == '"' || unit == '\\' || unit < ' ') {
                quoted.append(String.format("\\u%04x", (int) unit));
            } else {
                quoted.append(unit);
            }
        }
        return quoted.append('"').toString();
    }

    /** The JSON value that begins here: maps, lists, texts, null; of numbers and truths no more than their text. */
    private Object value() {
        switch (text.charAt(place)) {
            case '{':
                Map<String, Object> map = new LinkedHashMap<>();
                for (place++; text.charAt(place) != '}'; skip(',')) {
                    String key = string();
                    skip(':');
                    map.put(key, value());
                }
                place++;
                return map;
            case '[':
                List<Object> list = new ArrayList<>();
                for (place++; text.charAt(place) != ']'; skip(',')) {
                    list.add(value());
                }
                place++;
                return list;
            case '"':
                return string();
            default:
                int start = place;
                while (place < text.length() && ",]}".indexOf(text.charAt(place)) < 0) {
                    place++;
                }
                String word = text.substring(start, place);
                return word.equals("null") ? null : word;
        }
    }

    private void skip(char sign) {
        place += text.charAt(place) == sign ? 1 : 0;
    }

    private String string() {
        StringBuilder read = new StringBuilder();
        for (place++; text.charAt(place) != '"'; place++) {
            char unit = text.charAt(place);
            if (unit != '\\') {
                read.append(unit);
                continue;
            }
            char escaped = text.charAt(++place);
            int known = "bfnrt".indexOf(escaped);
            if (escaped == 'u') {
                read.append((char) Integer.parseInt(text.substring(place + 1, place + 5), 16));
                place += 4;
            } else {
                read.append(known < 0 ? escaped : "\b\f\n\r\t".charAt(known));
            }
        }
        place++;
        return read.toString();
    }
}
