import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * 所有记录的基类：保存传输的原文，按类型读写，按标准校验。
 * What all records have in common: it keeps the texts of the wire as they are, reads and writes them by type, and validates.
 */
public abstract class Entry {
    /** 不能入库。 / The platform cannot take the record. */
    protected static final Severity ERROR = Severity.ERROR;
    /** 可以入库，但应更正。 / It is taken, and to be mended. */
    protected static final Severity WARNING = Severity.WARNING;

    private final Map<String, String> texts = new LinkedHashMap<>();

    /** 由生成的类调用。 / For the generated classes. */
    protected Entry() {
    }

    /** 记录类型。 / Id of the record type. */
    public abstract String recordType();

    /** 数据事项；记录类型本身为 null。 / Id of the data item; null for a record of the type as such. */
    public abstract String item();

    /** 全部数据项。 / All fields. */
    public abstract List<FieldInfo> fields();

    /** 由生成的类写出全部检查。 / The checks, in the generated classes. */
    protected abstract void check(Checks on);

    /** 数据项的原文；没有则为 null。 / The text of a field; null where there is none. */
    public final String text(String field) {
        return texts.get(info(field).name);
    }

    /** 写入原文。未知的数据项引发 IllegalArgumentException。 / Sets the text of a field; an unknown one is refused. */
    public final void put(String field, String text) {
        texts.put(info(field).name, text);
    }

    /** 写入多个数据项的原文。 / Sets the texts of several fields. */
    public final void putAll(Map<String, String> values) {
        for (Map.Entry<String, String> one : values.entrySet()) {
            put(one.getKey(), one.getValue());
        }
    }

    /** 全部原文。 / All texts. */
    public final Map<String, String> toMap() {
        return new LinkedHashMap<>(texts);
    }

    /** 按上海当日校验。 / What is wrong, as of today in Shanghai; empty if nothing is. */
    public final List<Problem> validate() {
        return validate(LocalDate.now(ZoneId.of("Asia/Shanghai")));
    }

    /** 按给定的一天校验。 / What is wrong as of a day; empty if nothing is. */
    public final List<Problem> validate(LocalDate asOf) {
        Checks on = new Checks(this, asOf);
        check(on);
        return on.problems();
    }

    /** 日期；不是日期（如“长期”）则为 null。 / The day; null where there is none, as in 长期. */
    protected final LocalDate dayOf(String field) {
        String text = text(field);
        return text == null ? null : Days.parse(Cell.strip(text));
    }

    /** 日期和时间。 / Day and time; null where there is none. */
    protected final LocalDateTime momentOf(String field) {
        String text = text(field);
        return text == null ? null : Days.moment(Cell.strip(text));
    }

    /** 数值，不是数值则为 null。 / The number; null where there is none. */
    protected final BigDecimal numberOf(String field) {
        String text = text(field);
        String plain = text == null ? null : Numbers.plainly(Cell.strip(text), info(field));
        return plain == null ? null : new BigDecimal(plain);
    }

    /** 整数，不是整数则为 null。 / The whole number; null where there is none. */
    protected final BigInteger wholeOf(String field) {
        BigDecimal number = numberOf(field);
        return number == null || number.stripTrailingZeros().scale() > 0 ? null : number.toBigIntegerExact();
    }

    /** 代码；不在代码表中则为 null。 / The code; null where the list has none. */
    protected final <C extends CodeValue> C codeOf(String field, C[] codes) {
        String text = text(field);
        return text == null ? null : Codes.find(Cell.strip(text), codes, Codes.byCode(codes));
    }

    /** 多个代码。 / Several codes; none where the text is not made of codes. */
    protected final <C extends CodeValue> List<C> codesOf(String field, C[] codes) {
        List<C> found = new ArrayList<>();
        String text = text(field);
        boolean whole = text != null && Codes.split(Codes.folded(Cell.strip(text)), codes, found);
        return whole ? found : Collections.<C>emptyList();
    }

    /** 写入日期。 / Sets a day. */
    protected final void putDay(String field, LocalDate value) {
        put(field, value == null ? null : Days.written(value));
    }

    /** 写入日期和时间。 / Sets day and time. */
    protected final void putMoment(String field, LocalDateTime value) {
        put(field, value == null ? null : Days.written(value));
    }

    /** 写入数值。 / Sets a number. */
    protected final void putNumber(String field, BigDecimal value) {
        put(field, value == null ? null : value.toPlainString());
    }

    /** 写入整数。 / Sets a whole number. */
    protected final void putWhole(String field, BigInteger value) {
        put(field, value == null ? null : value.toString());
    }

    /** 写入代码。 / Sets a code. */
    protected final void putCode(String field, CodeValue value) {
        put(field, value == null ? null : value.written());
    }

    /** 写入多个代码。 / Sets several codes. */
    protected final void putCodes(String field, List<? extends CodeValue> values) {
        StringBuilder text = new StringBuilder();
        for (CodeValue value : values) {
            text.append(text.length() == 0 ? "" : "\uff1b").append(value.written());
        }
        put(field, text.length() == 0 ? null : text.toString());
    }

    final FieldInfo info(String name) {
        for (FieldInfo one : fields()) {
            if (one.name.equals(name)) {
                return one;
            }
        }
        throw new IllegalArgumentException("no field " + name + " in " + (item() == null ? recordType() : item()));
    }
}
