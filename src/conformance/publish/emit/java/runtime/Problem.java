/** 记录中的一个问题。 / Something that is wrong in a record. */
public final class Problem {
    private final String rule;
    private final String field;
    private final String title;
    private final Severity severity;

    Problem(String rule, FieldInfo field, Severity severity) {
        this.rule = rule;
        this.field = field.name;
        this.title = field.title;
        this.severity = severity;
    }

    /** 规则编号。 / Id of the rule. */
    public String rule() {
        return rule;
    }

    /** 数据项。 / Name of the field. */
    public String field() {
        return field;
    }

    /** 数据项的中文标题。 / Chinese title of the field. */
    public String title() {
        return title;
    }

    /** 轻重。 / How grave it is. */
    public Severity severity() {
        return severity;
    }

    /** 问题的中文说明。 / What is wrong, in Chinese. */
    public String message() {
        return Edition.message(rule);
    }

    /** 更正办法。 / What to do, in Chinese. */
    public String remedy() {
        return Edition.remedy(rule);
    }

    @Override
    public String toString() {
        return title + ": " + message() + " [" + rule + "]";
    }
}
