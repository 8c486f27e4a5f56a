import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** 各类检查；同一处原因只报告一次。 / The checks; one cause is told once. */
public final class Checks {
    private static final String PASSPORT = "[A-Z]{1,3}[0-9]{6,9}|[HM][0-9]{10}|[0-9]{8,9}|[A-Z]{1,2}[0-9]{6}\\([0-9A]\\)";
    private static final List<String> FOREIGN =
            Arrays.asList("\u62a4\u7167", "\u901a\u884c\u8bc1", "\u5c45\u7559", "\u53f0\u80de\u8bc1");
    private static final Pattern LOST = Pattern.compile("[\u3400-\u9fff][?\ufffd]+[\u3400-\u9fff]|\ufffd");
    private static final Pattern SHORT_NUMBER = Pattern.compile("[0-9]{1,2}");
    private static final Pattern QUOTES = Pattern.compile("[\\s\u201c\u201d\"'\u2018\u2019\u300c\u300d\u300a\u300b\u3008\u3009\uff08\uff09()\\[\\]\u3010\u3011\u00b7]");
    private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();
    private static final String CITY = "\u4e0a\u6d77\u5e02";

    private final Entry entry;
    private final LocalDate asOf;
    private final Map<String, Cell> cells = new HashMap<>();
    private final Map<String, String> codes = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> told = new HashSet<>();

    Checks(Entry entry, LocalDate asOf) {
        this.entry = entry;
        this.asOf = asOf;
    }

    List<Problem> problems() {
        return problems;
    }

    /** 必填。 / Has to be there. */
    public void required(Severity severity, String rule, String field) {
        tell(!filled(field), severity, rule, field);
    }

    /** 多选一。 / One of them has to be there. */
    public void oneOf(Severity severity, String rule, String... fields) {
        tell(Arrays.stream(fields).noneMatch(this::filled), severity, rule, fields[0]);
    }

    /** 以“无”等代替空值。 / A word for nothing. */
    public void placeholder(Severity severity, String rule, String field) {
        boolean noneOfGroup = entry.info(field).has('o')
                && entry.fields().stream().noneMatch(one -> one.has('o') && filled(one.name));
        tell(cell(field).kind == Cell.Kind.PLACEHOLDER && !noneOfGroup, severity, rule, field);
    }

    /** 被电子表格改坏。 / Damaged by a spreadsheet. */
    public void mangled(Severity severity, String rule, String field) {
        tell(cell(field).kind == Cell.Kind.MANGLED, severity, rule, field);
    }

    /** 被遮盖。 / Hidden behind asterisks. */
    public void masked(Severity severity, String rule, String field) {
        tell(cell(field).kind == Cell.Kind.MASKED, severity, rule, field);
    }

    /** 控制字符。 / Control characters. */
    public void control(Severity severity, String rule, String field) {
        tell(cell(field).kind == Cell.Kind.CONTROL, severity, rule, field);
    }

    /** 首尾空格。 / Blanks around the value. */
    public void blanks(Severity severity, String rule, String field) {
        Cell cell = cell(field);
        tell(cell.kind == Cell.Kind.VALUE && !cell.raw.equals(cell.text), severity, rule, field);
    }

    /** 丢失的字符。 / Characters that were lost. */
    public void lost(Severity severity, String rule, String field) {
        String text = value(field);
        tell(text != null && LOST.matcher(text).find(), severity, rule, field);
    }

    /** 最大长度，按字符计。 / Greatest length, in characters. */
    public void maxLength(Severity severity, String rule, String field, int limit) {
        String text = value(field);
        tell(text != null && text.codePointCount(0, text.length()) > limit, severity, rule, field);
    }

    /** 代码表中的值连同说明的最大长度。 / Greatest length of a value of a list, with its note. */
    public void maxLengthOfCode(Severity severity, String rule, String field, int limit, CodeValue[] codes) {
        String text = value(field);
        boolean listed = text != null && known(field, text, codes);
        tell(listed && text.codePointCount(0, text.length()) > limit, severity, rule, field);
    }

    /** 代码形状。 / Shape of a code. */
    public void pattern(Severity severity, String rule, String field, String pattern) {
        String text = value(field);
        tell(text != null && !matches(pattern, code(field, text)), severity, rule, field);
    }

    /** 公民身份号码的形状；备注写明外国证件的除外。 / Shape of a citizen id, unless the remarks name a foreign document. */
    public void citizenShape(Severity severity, String rule, String field, String remarks) {
        String text = value(field);
        boolean wrong = text != null && !shaped(field, text) && !foreign(remarks);
        tell(wrong && !matches(PASSPORT, code(field, text)), severity, rule, field);
    }

    /** 代码写法：半角、大写、没有空格。 / Half-width capitals without blanks. */
    public void identifierForm(Severity severity, String rule, String field) {
        String text = value(field);
        if (text != null && !code(field, text).equals(text)) {
            boolean passport = entry.info(field).type.equals("citizen_id") && matches(PASSPORT, code(field, text));
            tell(shaped(field, text) || passport, severity, rule, field);
        }
    }

    /** 按哪一种证件编写的。 / Of one of the kinds that there are. */
    public void identifierKind(Severity severity, String rule, String field, String remarks, String... patterns) {
        String text = value(field);
        if (text == null) {
            return;
        }
        String code = code(field, text);
        boolean known = Arrays.stream(patterns).anyMatch(one -> matches(one, code));
        if (entry.info(field).type.equals("citizen_id")) {
            known = known || foreign(remarks) || !matches(PASSPORT, code);
        }
        tell(!known, severity, rule, field);
    }

    /** 代码应为半角。 / A code of a list is written with half-width characters. */
    public void codeWritten(Severity severity, String rule, String field, CodeValue[] codes) {
        String text = value(field);
        boolean code = text != null && Arrays.stream(codes).anyMatch(one -> one.code().equals(Codes.folded(text)));
        tell(code && Arrays.stream(codes).noneMatch(one -> one.code().equals(text)), severity, rule, field);
    }

    /** 校验码。 / Check digit. */
    public void checkDigit(Severity severity, String rule, String field, String algorithm) {
        String text = value(field);
        boolean judged = text != null && shaped(field, text);
        tell(judged && !CheckDigits.right(algorithm, code(field, text)), severity, rule, field);
    }

    /** 身份号码中的出生日期。 / Date of birth in a citizen id. */
    public void birthDate(Severity severity, String rule, String field) {
        String text = value(field);
        if (text == null || !shaped(field, text) || !CheckDigits.gb11643(code(field, text))) {
            return;
        }
        String code = code(field, text);
        try {
            LocalDate born = LocalDate.of(Integer.parseInt(code.substring(6, 10)),
                    Integer.parseInt(code.substring(10, 12)), Integer.parseInt(code.substring(12, 14)));
            tell(born.isAfter(asOf) || born.getYear() < 1, severity, rule, field);
        } catch (DateTimeException none) {
            tell(true, severity, rule, field);
        }
    }

    /** 组织机构代码应与统一社会信用代码一致。 / Organisation code and unified code are of one organisation. */
    public void sameOrganisation(Severity severity, String rule, String organisation, String unified) {
        String first = value(organisation);
        String second = value(unified);
        if (first == null || second == null || !shaped(organisation, first) || !shaped(unified, second)) {
            return;
        }
        String short9 = code(organisation, first).replace("-", "");
        String long18 = code(unified, second);
        boolean sound = CheckDigits.gb11714(short9) && CheckDigits.gb32100(long18);
        tell(sound && !long18.substring(8, 17).equals(short9), severity, rule, organisation);
    }

    /** 代码表中的值。 / A value of the code list. */
    public void codeList(Severity severity, String rule, String field, CodeValue[] codes) {
        String text = value(field);
        tell(text != null && !known(field, text, codes), severity, rule, field);
    }

    /** 应填代码，不填名称。 / The code is wanted and not the label. */
    public void labelForCode(Severity severity, String rule, String field, CodeValue[] codes) {
        String text = value(field);
        boolean code = text != null && Arrays.stream(codes).anyMatch(one -> one.code().equals(Codes.folded(text)));
        tell(text != null && !code && Codes.find(text, codes, true) != null, severity, rule, field);
    }

    /** 应填名称，而填了编号。 / A number where the label is wanted. */
    public void codeScheme(Severity severity, String rule, String field, CodeValue[] codes) {
        String text = value(field);
        boolean number = text != null && SHORT_NUMBER.matcher(Codes.folded(text)).matches();
        tell(number && Codes.find(text, codes, false) == null, severity, rule, field);
    }

    /** 事项限定的代码。 / Codes that the data item allows. */
    public void codeOfItem(
            Severity severity, String rule, String field, CodeValue[] codes, String... allowed) {
        String text = value(field);
        CodeValue found = text == null ? null : Codes.find(text, codes, Codes.byCode(codes));
        tell(found != null && !Arrays.asList(allowed).contains(found.code()), severity, rule, field);
    }

    /** 事项限定的值。 / Values that the data item allows. */
    public void valueOfItem(Severity severity, String rule, String field, String... allowed) {
        String text = value(field);
        tell(text != null && Arrays.stream(allowed).noneMatch(one -> plain(one).equals(plain(text))), severity, rule, field);
    }

    /** 真实的日期。 / A day of the calendar. */
    public void date(Severity severity, String rule, String field, String... noEnd) {
        String text = value(field);
        boolean none = text != null && Days.parse(text) == null && !endless(text, noEnd);
        tell(none, severity, rule, field);
    }

    /** 日期写法。 / How a day is written. */
    public void dateForm(Severity severity, String rule, String field, boolean time, String... noEnd) {
        String text = value(field);
        if (text != null && (Days.parse(text) != null || endless(text, noEnd))) {
            tell(!Days.wellWritten(text, time) || Days.parse(text) == null, severity, rule, field);
        }
    }

    /** 日期先后。 / A day that must not come before another. */
    public void order(Severity severity, String rule, String later, String earlier) {
        LocalDate first = day(earlier);
        LocalDate second = day(later);
        boolean known = first != null && second != null && !first.isAfter(asOf);
        tell(known && second.isBefore(first), severity, rule, later);
    }

    /** 不晚于校验之日。 / Not after the day of the judgement. */
    public void notInFuture(Severity severity, String rule, String field) {
        LocalDate day = day(field);
        tell(day != null && day.isAfter(asOf), severity, rule, field);
    }

    /** 数值、范围和小数位数；没有上下限为 null。 / A number, its range (null where there is none) and its decimals. */
    public void number(Severity severity, String rule, String field, String least, String most, int decimals) {
        String text = value(field);
        if (text == null) {
            return;
        }
        String plain = Numbers.plainly(text, entry.info(field));
        if (plain == null) {
            tell(true, severity, rule, field);
            return;
        }
        BigDecimal number = new BigDecimal(plain);
        boolean outside = (least != null && number.compareTo(new BigDecimal(least)) < 0)
                || (most != null && number.compareTo(new BigDecimal(most)) > 0);
        tell(outside || number.stripTrailingZeros().scale() > decimals, severity, rule, field);
    }

    /** 数值写法。 / How a number is written. */
    public void numberForm(Severity severity, String rule, String field) {
        String text = value(field);
        String plain = text == null ? null : Numbers.plainly(text, entry.info(field));
        tell(plain != null && !plain.equals(text), severity, rule, field);
    }

    /** 某字段有内容时应填。 / Asked for where another field is filled. */
    public void requiredWith(Severity severity, String rule, String field, String other) {
        tell(filled(other) && !filled(field), severity, rule, field);
    }

    /** 某字段为某些值时应填。 / Asked for where another field has one of some values. */
    public void requiredWhen(Severity severity, String rule, String field, String other, String... values) {
        String text = value(other);
        boolean said = text != null && Arrays.asList(values).contains(Codes.folded(text));
        tell(said && !filled(field), severity, rule, field);
    }

    /** 填“其他”应说明。 / "Other" asks for a note. */
    public void otherNeedsNote(Severity severity, String rule, String field, String remarks, CodeValue[] codes) {
        String text = value(field);
        tell(text != null && !filled(remarks) && Codes.lacksNote(text, codes), severity, rule, field);
    }

    private void tell(boolean wrong, Severity severity, String rule, String field) {
        if (wrong && told.add(rule + " " + field)) {
            problems.add(new Problem(rule, entry.info(field), severity));
        }
    }

    private Cell cell(String field) {
        return cells.computeIfAbsent(field, name -> Cell.of(entry.text(name), entry.info(name)));
    }

    private boolean filled(String field) {
        return cell(field).filled();
    }

    private String value(String field) {
        Cell cell = cell(field);
        return cell.kind == Cell.Kind.VALUE ? cell.text : null;
    }

    private LocalDate day(String field) {
        String text = value(field);
        return text == null ? null : Days.parse(text);
    }

    private String code(String field, String text) {
        FieldInfo info = entry.info(field);
        return info.has('i') ? codes.computeIfAbsent(field, name -> Cell.canonical(text, info)) : text;
    }

    private static boolean matches(String pattern, String text) {
        return PATTERNS.computeIfAbsent(pattern, Pattern::compile).matcher(text).matches();
    }

    private boolean shaped(String field, String text) {
        String shape = entry.info(field).shape;
        return shape == null || matches(shape, code(field, text));
    }

    /** Whether a text is of the list, as far as that can be told: a number where the label is wanted is another rule's. */
    private boolean known(String field, String text, CodeValue[] codes) {
        boolean byCode = Codes.byCode(codes);
        String folded = Codes.folded(text);
        return Codes.find(text, codes, byCode) != null
                || (!byCode && SHORT_NUMBER.matcher(folded).matches())
                || (entry.info(field).has('s') && Codes.split(folded, codes, new ArrayList<CodeValue>()));
    }

    private boolean foreign(String remarks) {
        return FOREIGN.stream().anyMatch(cell(remarks).text::contains);
    }

    private static boolean endless(String text, String[] words) {
        return words.length > 0 && Days.noEnd(text, Arrays.asList(words));
    }

    private static String plain(String name) {
        String bare = QUOTES.matcher(Normalizer.normalize(name, Normalizer.Form.NFKC)).replaceAll("");
        return bare.startsWith(CITY) ? bare.substring(CITY.length()) : bare;
    }
}
