/** 记录的一个数据项。 / A field of a record. */
public final class FieldInfo {
    /** 数据项的名称，即传输时的键。 / Name on the wire. */
    public final String name;
    /** 中文标题。 / Chinese title. */
    public final String title;
    /** 标准中的类型。 / Type by the standard. */
    public final String type;
    final String shape;
    final java.util.List<String> lawful;
    final String traits;

    /** 由生成的类调用。 / For the generated classes. */
    public FieldInfo(String name, String title, String type, String shape, String traits, String... lawful) {
        this.name = name;
        this.title = title;
        this.type = type;
        this.shape = shape;
        this.lawful = java.util.Arrays.asList(lawful);
        this.traits = traits;
    }

    /** n: 数字 / holds digits; d: 文号 / document number; m: 不得遮盖 / not to be masked; o: 多选一 / one of a group; i: 编码 / identifier; s: 多个值 / several values. */
    boolean has(char trait) {
        return traits.indexOf(trait) >= 0;
    }

    boolean dated() {
        return type.equals("date") || type.equals("timestamp");
    }
}
