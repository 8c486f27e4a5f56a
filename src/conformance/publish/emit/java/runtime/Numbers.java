import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** 数值：标准写法和常见写法。 / Numbers, as the standard writes them and as people do. */
final class Numbers {
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");
    private static final Pattern BLANKS = Pattern.compile("(?U)[\\s\\u001c-\\u001f]+");

    private Numbers() {
    }

    /** The number as it should be written; null where the text is none. */
    static String plainly(String text, FieldInfo field) {
        String bare = BLANKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKC)).replaceAll("");
        bare = bare.startsWith("\u00a5") ? bare.substring(1) : bare;
        for (String unit : units(field)) {
            if (bare.endsWith(unit)) {
                bare = bare.substring(0, bare.length() - unit.length());
                break;
            }
        }
        int point = bare.indexOf('.');
        String whole = point < 0 ? bare : bare.substring(0, point);
        String fraction = point < 0 ? "" : bare.substring(point);
        String sign = whole.startsWith("+") || whole.startsWith("-") ? whole.substring(0, 1) : "";
        String[] groups = whole.substring(sign.length()).split(",", -1);
        for (int place = 0; place < groups.length && groups.length > 1; place++) {
            int length = groups[place].length();
            if (place == 0 ? length < 1 || length > 3 : length != 3) {
                return null;
            }
        }
        String digits = String.join("", groups);
        boolean number = DIGITS.matcher(digits).matches()
                && (point < 0 || DIGITS.matcher(fraction.substring(1)).matches());
        if (!number) {
            return null;
        }
        String bared = digits.replaceFirst("^0+(?=[0-9])", "");
        return (sign.equals("-") ? "-" : "") + bared + fraction;
    }

    private static List<String> units(FieldInfo field) {
        switch (field.type) {
            case "score":
                return Arrays.asList("\u5206");
            case "year":
                return Arrays.asList("\u5e74\u5ea6", "\u5e74");
            case "count":
                return Arrays.asList("\u6761", "\u4e2a", "\u6b21", "\u4efd", "\u4ef6");
            default:
                return Arrays.asList(field.title.contains("\u4e07\u5143") ? "\u4e07\u5143" : "\u5143");
        }
    }
}
