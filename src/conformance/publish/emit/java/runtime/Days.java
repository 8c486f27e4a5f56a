import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** 日期：标准写法和常见写法。 / Days, as the standard writes them and as people do. */
final class Days {
    private static final Pattern WITH_MARKS =
            Pattern.compile("([0-9]{4}|[0-9]{2})([-/.,_]) ?([0-9]{1,2})\\2 ?([0-9]{1,2})\u65e5?");
    private static final Pattern CHINESE =
            Pattern.compile("([0-9]{4}|[0-9]{2})(\u5e74) ?([0-9]{1,2})\u6708 ?([0-9]{1,2})\u65e5?");
    private static final Pattern COMPACT =
            Pattern.compile("([0-9]{4})([0-9]{2})([0-9]{2})(?:([0-9]{2})([0-9]{2})([0-9]{2}))?");
    private static final Pattern TIME =
            Pattern.compile("[ T]*([0-9]{1,2})[:\u65f6]([0-9]{1,2})([:\u5206]([0-9]{1,2})(\\.[0-9]+)?\u79d2?)?\u5206?");
    private static final Pattern DAY = Pattern.compile("[0-9]{4}/[0-9]{2}/[0-9]{2}");
    private static final Pattern MOMENT =
            Pattern.compile("[0-9]{4}/[0-9]{2}/[0-9]{2}( [0-9]{2}:[0-9]{2}(:[0-9]{2})?)?");
    private static final List<Integer> NO_END = Arrays.asList(9999, 12, 31);

    private Days() {
    }

    /** The day that a text names; null where it names none between 1949 and 2199. */
    static LocalDate parse(String text) {
        int[] parts = parts(Normalizer.normalize(text, Normalizer.Form.NFKC));
        return parts == null ? null : day(parts);
    }

    /** The day with its time of day, midnight where none is told. */
    static LocalDateTime moment(String text) {
        int[] parts = parts(Normalizer.normalize(text, Normalizer.Form.NFKC));
        LocalDate day = parts == null ? null : day(parts);
        return day == null ? null : day.atTime(parts[3], parts[4], parts[5]);
    }

    static boolean wellWritten(String text, boolean time) {
        return (time ? MOMENT : DAY).matcher(text).matches();
    }

    /** Whether it says that there is no end, in one of the words or as 9999/12/31. */
    static boolean noEnd(String value, List<String> words) {
        String text = Normalizer.normalize(value, Normalizer.Form.NFKC);
        int[] parts = parts(text);
        return words.contains(text)
                || (parts != null && Arrays.asList(parts[0], parts[1], parts[2]).equals(NO_END));
    }

    static String written(LocalDate day) {
        return String.format(Locale.ROOT, "%04d/%02d/%02d", day.getYear(), day.getMonthValue(), day.getDayOfMonth());
    }

    static String written(LocalDateTime at) {
        return written(at.toLocalDate())
                + String.format(Locale.ROOT, " %02d:%02d:%02d", at.getHour(), at.getMinute(), at.getSecond());
    }

    private static LocalDate day(int[] parts) {
        if (parts[0] < 1949 || parts[0] > 2199) {
            return null;
        }
        try {
            return LocalDate.of(parts[0], parts[1], parts[2]);
        } catch (DateTimeException none) {
            return null;
        }
    }

    /** Year, month, day, hour, minute and second as written; null where the text has no such shape. */
    private static int[] parts(String text) {
        Matcher compact = COMPACT.matcher(text);
        if (compact.matches()) {
            int[] time = {number(compact.group(4)), number(compact.group(5)), number(compact.group(6))};
            return joined(number(compact.group(1)), number(compact.group(2)), number(compact.group(3)), time);
        }
        for (Pattern shape : Arrays.asList(WITH_MARKS, CHINESE)) {
            Matcher match = shape.matcher(text);
            int[] time = match.lookingAt() ? time(text.substring(match.end())) : null;
            if (time == null) {
                continue;
            }
            int year = number(match.group(1));
            if (match.group(1).length() == 2) {
                // 05/09/16 may be two different days.
                if (shape != CHINESE && year < 13) {
                    return null;
                }
                year += year < 50 ? 2000 : 1900;
            }
            return joined(year, number(match.group(3)), number(match.group(4)), time);
        }
        return null;
    }

    private static int[] time(String rest) {
        if (rest.isEmpty()) {
            return new int[] {0, 0, 0};
        }
        Matcher match = TIME.matcher(rest);
        return match.matches()
                ? new int[] {number(match.group(1)), number(match.group(2)), number(match.group(4))}
                : null;
    }

    private static int[] joined(int year, int month, int day, int[] time) {
        boolean possible = time[0] < 24 && time[1] < 60 && time[2] < 60;
        return possible ? new int[] {year, month, day, time[0], time[1], time[2]} : null;
    }

    private static int number(String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}
