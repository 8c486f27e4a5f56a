import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Judges records by the classes of any edition, which it knows by reflection alone. One line in: package, ofType or ofItem, id, day, and
 * name=base64 for each value, with tabs between. One line out: what is wrong as rule/field, and the values of a copy made through the
 * typed getters and setters.
 */
public final class Proof {
    private Proof() {
    }

    /** Judges all lines. */
    public static void main(String[] arguments) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream out = new PrintStream(System.out, false, "UTF-8");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] parts = line.split("\t");
            Object entry = create(parts);
            for (int place = 4; place < parts.length; place++) {
                String[] pair = parts[place].split("=", 2);
                String text = new String(Base64.getDecoder().decode(pair[1]), StandardCharsets.UTF_8);
                entry.getClass().getMethod("put", String.class, String.class).invoke(entry, pair[0], text);
            }
            out.println(found(entry, LocalDate.parse(parts[3])) + copied(entry, create(parts)));
        }
        out.flush();
    }

    private static Object create(String[] parts) throws ReflectiveOperationException {
        Class<?> records = Class.forName(parts[0] + ".runtime.Records");
        return records.getMethod(parts[1], String.class).invoke(null, parts[2]);
    }

    private static String found(Object entry, LocalDate asOf) throws ReflectiveOperationException {
        List<String> found = new ArrayList<>();
        for (Object problem : (List<?>) entry.getClass().getMethod("validate", LocalDate.class).invoke(entry, asOf)) {
            Class<?> kind = problem.getClass();
            found.add(kind.getMethod("rule").invoke(problem) + "/" + kind.getMethod("field").invoke(problem));
        }
        return String.join(",", found);
    }

    private static String copied(Object entry, Object copy) throws ReflectiveOperationException {
        for (Method getter : entry.getClass().getMethods()) {
            if (getter.getName().startsWith("get") && getter.getDeclaringClass() != Object.class) {
                String setter = "set" + getter.getName().substring(3);
                entry.getClass().getMethod(setter, getter.getReturnType()).invoke(copy, getter.invoke(entry));
            }
        }
        StringBuilder answer = new StringBuilder();
        for (Map.Entry<?, ?> one : ((Map<?, ?>) copy.getClass().getMethod("toMap").invoke(copy)).entrySet()) {
            if (one.getValue() != null) {
                byte[] value = ((String) one.getValue()).getBytes(StandardCharsets.UTF_8);
                answer.append('\t').append(one.getKey()).append('=').append(Base64.getEncoder().encodeToString(value));
            }
        }
        return answer.toString();
    }
}
