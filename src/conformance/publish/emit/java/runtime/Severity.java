/** 问题的轻重。 / How grave a problem is. */
public enum Severity {
    /** 不能入库。 / The platform cannot take the record. */
    ERROR,
    /** 可以入库，但应更正。 / It is taken, and to be mended. */
    WARNING
}
