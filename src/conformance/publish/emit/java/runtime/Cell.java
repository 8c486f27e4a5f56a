import java.text.Normalizer;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Pattern;

/** 一个单元格的内容：空、占位词、被软件改坏、被遮盖，或一个值。 / What a text holds: nothing, a word for nothing, damage, a mask, or a value. */
final class Cell {
    enum Kind { EMPTY, PLACEHOLDER, MANGLED, MASKED, CONTROL, VALUE }

    private static final String BLANKS = " \t\r\n\u3000\u00a0\ufeff\u200b\u000b\f";
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f]");
    private static final Pattern SCIENTIFIC = Pattern.compile("[0-9](\\.[0-9]+)?[Ee]\\+?[0-9]+");
    private static final Pattern WITH_FRACTION = Pattern.compile("[0-9]+\\.0+");
    private static final Pattern SERIAL = Pattern.compile("[0-9]{5}(\\.[0-9]+)?");
    private static final Pattern AS_DATE =
            Pattern.compile("[0-9]{1,2}\u6708[0-9]{1,2}\u65e5|[0-9]{1,2}-[A-Z][a-z]{2}|[A-Z][a-z]{2}-[0-9]{2}");
    private static final Pattern ERROR_VALUE = Pattern.compile("#(N/A|REF!|NAME\\?|VALUE!|DIV/0!|NULL!|NUM!)|#{4,}");
    private static final Pattern LOST_DIGITS = Pattern.compile("[1-9][0-9]{14}000");
    private static final Pattern QUOTES = Pattern.compile("['\u2019]");
    private static final LocalDate EPOCH = LocalDate.of(1899, 12, 30);
    private static final String[] LABELS = {
        "\u7edf\u4e00\u793e\u4f1a\u4fe1\u7528\u4ee3\u7801", "\u793e\u4f1a\u4fe1\u7528\u4ee3\u7801", "\u4fe1\u7528\u4ee3\u7801",
        "\u7ec4\u7ec7\u673a\u6784\u4ee3\u7801", "\u5de5\u5546\u767b\u8bb0\u7801", "\u5de5\u5546\u6ce8\u518c\u53f7",
        "\u6ce8\u518c\u53f7", "\u7a0e\u52a1\u767b\u8bb0\u53f7", "\u7eb3\u7a0e\u4eba\u8bc6\u522b\u53f7",
        "\u5c45\u6c11\u8eab\u4efd\u8bc1\u53f7\u7801", "\u5c45\u6c11\u8eab\u4efd\u8bc1\u53f7", "\u8eab\u4efd\u8bc1\u53f7\u7801",
        "\u8eab\u4efd\u8bc1\u53f7", "\u516c\u6c11\u8eab\u4efd\u53f7\u7801", "\u5730\u65b9\u7f16\u7801",
        "\u884c\u653f\u533a\u5212\u4ee3\u7801",
    };

    final Kind kind;
    final String raw;
    final String text;

    private Cell(Kind kind, String raw, String text) {
        this.kind = kind;
        this.raw = raw;
        this.text = text;
    }

    boolean filled() {
        return kind != Kind.EMPTY && kind != Kind.PLACEHOLDER;
    }

    static Cell of(String given, FieldInfo field) {
        String raw = given == null ? "" : given;
        String text = strip(raw);
        return new Cell(kind(raw, text, field), raw, text);
    }

    private static Kind kind(String raw, String text, FieldInfo field) {
        if (text.isEmpty()) {
            return Kind.EMPTY;
        }
        if (Edition.isPlaceholder(text) && !field.lawful.contains(text)) {
            return Kind.PLACEHOLDER;
        }
        if (field.has('o') && (text.equals("0") || text.equals("1"))) {
            return Kind.PLACEHOLDER;
        }
        if (mangled(raw, text, field)) {
            return Kind.MANGLED;
        }
        if (field.has('m') && text.indexOf('*') >= 0) {
            return Kind.MASKED;
        }
        return CONTROL.matcher(raw).find() ? Kind.CONTROL : Kind.VALUE;
    }

    static String strip(String value) {
        int first = 0;
        int last = value.length();
        while (first < last && BLANKS.indexOf(value.charAt(first)) >= 0) {
            first++;
        }
        while (last > first && BLANKS.indexOf(value.charAt(last - 1)) >= 0) {
            last--;
        }
        return value.substring(first, last);
    }

    private static boolean mangled(String raw, String text, FieldInfo field) {
        if (raw.endsWith("\t") || raw.startsWith("\t") || text.startsWith("=\"") || ERROR_VALUE.matcher(text).matches()) {
            return true;
        }
        if (text.startsWith("'") && !QUOTES.matcher(text.substring(1)).find()) {
            return true;
        }
        if (lostDigits(text, field)) {
            return true;
        }
        boolean scientific = SCIENTIFIC.matcher(text).matches();
        if (field.type.equals("amount") || field.type.equals("score")) {
            return scientific;
        }
        boolean digital = field.has('n') || field.dated();
        if (digital && (scientific || WITH_FRACTION.matcher(text).matches())) {
            return true;
        }
        if (field.dated() && SERIAL.matcher(text).matches()) {
            LocalDate day = EPOCH.plus(Long.parseLong(text.substring(0, 5)), ChronoUnit.DAYS);
            return day.getYear() >= 2000 && day.getYear() <= 2099;
        }
        return field.has('d') && AS_DATE.matcher(text).matches();
    }

    private static boolean lostDigits(String text, FieldInfo field) {
        boolean unified = field.type.equals("uscc");
        if (!(unified || field.type.equals("citizen_id")) || !LOST_DIGITS.matcher(text).matches()) {
            return false;
        }
        return unified ? !CheckDigits.lastOfUnified(text) : !CheckDigits.gb11643(text);
    }

    /** An identifier as it should be written: half-width capitals, no blanks, no label. */
    static String canonical(String text, FieldInfo field) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKC).replaceAll("(?U)\\s", "").toUpperCase(Locale.ROOT);
        String bare = plain;
        boolean labelled = plain.chars().anyMatch(character -> character >= 0x80);
        for (String label : labelled ? LABELS : new String[0]) {
            String[] forms = {"(" + label + ")", "\u3010" + label + "\u3011", "[" + label + "]", label};
            for (String written : forms) {
                bare = bare.replace(written + ":", "").replace(written, "");
            }
        }
        String code = dashless(bare, field);
        return code.isEmpty() ? plain : code;
    }

    /** Only an organisation code is printed with a hyphen. */
    private static String dashless(String code, FieldInfo field) {
        String bare = code.replace("\u2014", "").replace("\u2013", "");
        return field.type.equals("organisation_code") ? bare : bare.replace("-", "");
    }
}
