import java.util.List;

/** 代码表中的一个值。 / A value of a code list. */
public interface CodeValue {
    /** 代码。 / The code. */
    String code();

    /** 中文名称。 / The Chinese label. */
    String label();

    /** 英文名称。 / The English label. */
    String labelEn();

    /** 报送时的写法。 / What stands for it in a submission. */
    String written();

    /** 中文名称的其他写法。 / Other words for the label. */
    List<String> aliases();

    /** 之后是否可以附说明（其他）。 / Whether a note may follow (other). */
    boolean noteAllowed();
}
