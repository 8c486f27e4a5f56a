import java.text.Normalizer;
import java.util.List;
import java.util.regex.Pattern;

/** 在代码表中查找。 / Looking up code lists. */
final class Codes {
    private static final String SEPARATORS = "\u3001,;/ +\n";
    private static final Pattern NOTE = Pattern.compile("\\s*(\\(.*\\)|[:-].*)", Pattern.DOTALL);
    private static final Pattern NO_NOTE = Pattern.compile("\\s*(\\(\\s*\\)|[:-]?\\s*)");

    private Codes() {
    }

    static String folded(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC);
    }

    /** Whether the list is sent by code. */
    static boolean byCode(CodeValue[] codes) {
        return codes.length > 0 && codes[0].written().equals(codes[0].code());
    }

    /** The value that a text names, by its label, or also by its code; null where it names none. */
    static <C extends CodeValue> C find(String text, C[] codes, boolean byCode) {
        String wanted = folded(text);
        for (C one : codes) {
            if (byCode && wanted.equals(one.code())) {
                return one;
            }
            if (named(wanted, one.label(), one) || one.aliases().stream().anyMatch(word -> named(wanted, word, one))) {
                return one;
            }
        }
        return null;
    }

    /** Splits a text into values of the list; some labels have a separator of their own, so every cut is tried. */
    static <C extends CodeValue> boolean split(String text, C[] codes, List<C> into) {
        C whole = find(text, codes, byCode(codes));
        if (whole != null) {
            into.add(whole);
            return true;
        }
        for (int place = 1; place < text.length() - 1; place++) {
            C first = SEPARATORS.indexOf(text.charAt(place)) < 0 ? null : find(text.substring(0, place), codes, byCode(codes));
            int size = into.size();
            if (first != null) {
                into.add(first);
                if (split(afterSeparators(text.substring(place)), codes, into)) {
                    return true;
                }
                into.subList(size, into.size()).clear();
            }
        }
        return false;
    }

    /** Whether the text is a value that asks for a note, and has none. */
    static boolean lacksNote(String text, CodeValue[] codes) {
        String wanted = folded(text);
        for (CodeValue one : codes) {
            if (one.noteAllowed() && (bare(wanted, one.label())
                    || one.aliases().stream().anyMatch(word -> bare(wanted, word)))) {
                return true;
            }
        }
        return false;
    }

    private static boolean named(String wanted, String word, CodeValue code) {
        String label = folded(word);
        return wanted.equals(label)
                || (code.noteAllowed() && wanted.startsWith(label)
                        && NOTE.matcher(wanted.substring(label.length())).matches());
    }

    private static boolean bare(String wanted, String word) {
        String label = folded(word);
        return wanted.startsWith(label) && NO_NOTE.matcher(wanted.substring(label.length())).matches();
    }

    private static String afterSeparators(String text) {
        int place = 0;
        while (place < text.length() && SEPARATORS.indexOf(text.charAt(place)) >= 0) {
            place++;
        }
        return text.substring(place);
    }
}
