"""Bounds and reasons in words, as the page and the schemas give them."""

from __future__ import annotations

from conformance.standard.model import Text

CODES = Text(
    "由汉字、半角字母数字和常用标点组成的值",
    "values of Han characters, half-width letters and digits, and common punctuation",
)
NUMERALS = Text(
    "由半角或全角数字组成的值，以及由汉字、半角字母数字和常用标点组成的值",
    "values of half- or full-width digits, and of Han characters, half-width letters and digits, and common punctuation",
)
DIGITS = Text("只由半角或全角数字组成的值", "values of half- or full-width digits only")
IDENTIFIERS = Text(
    "由半角或全角字母、数字、连字符组成的值", "values of half- or full-width letters, digits and hyphens"
)
SPARED = Text(
    "不是15位数字后接000的值（末三位是否已丢失要看校验码）",
    "values other than 15 digits and 000 (whether their last digits were lost only the check digit tells)",
)
DAYS = Text(
    "写作年月日的值：2016/05/09、2016-5-9、2016.5.9、2016_5_9、20160509、2016年5月9日，以及表示长期的词",
    "values written as year, month and day: 2016/05/09, 2016-5-9, 2016.5.9, 2016_5_9, 20160509, 2016年5月9日, and words for "
    '"without end"',
)
UNGROUPED = Text(
    "由汉字、半角字母数字、正负号、小数点组成的值",
    "values of Han characters, half-width letters and digits, signs and points",
)
NUMBERS = Text(
    "由汉字、半角字母数字、正负号、逗号、小数点组成的值",
    "values of Han characters, half-width letters and digits, signs, commas and points",
)
NAMES = Text("由汉字、半角字母数字组成的值", "values of Han characters and half-width letters and digits")
UNADORNED = Text("不含引号、括号、空格的值", "values without quotes, brackets and blanks in them")
UNTRIMMED = Text("前后没有空格的值", "values without blanks around them")

ARITHMETIC = Text(
    "要计算校验码，JSON Schema 不会计算", "needs the arithmetic of a check digit, and JSON Schema cannot reckon"
)
TWO_VALUES = Text(
    "要比较两个字段的值，JSON Schema 不能互相比较", "compares the values of two fields, which JSON Schema cannot"
)
TODAY = Text("取决于校验的那一天", "depends on the day by which the data is judged")
WORKDAYS = Text("要按工作日历推算", "needs the calendar of working days")
DATED_TABLE = Text(
    "取决于带启用停用年月的区划代码表和记录中的日期",
    "depends on the dated table of divisions and on a date of the record",
)
SENDER = Text("取决于由谁报送，不在记录之中", "depends on who sends it, which is not in the record")
BETWEEN_RECORDS = Text(
    "要看其他记录或其他文件，模式只看一条记录", "needs other records or files; a schema sees one record"
)
NO_RECORD = Text("说的是不成为记录的行，模式只判断记录", "is about rows that are no records; a schema judges records")
READING = Text(
    "说的是文件及其读取，模式看到的是读出的记录",
    "is about the file and its reading; a schema sees the record that was read",
)
HINT = Text(
    "只是提示，不是错，而模式只有通过与不通过", "is a hint and no fault, and a schema knows only valid and invalid"
)
BYTES = Text("长度按字节计算，JSON Schema 按字符计算", "the length is in bytes, and JSON Schema counts characters")
SUBJECTS = Text(
    "类别由汉字、半角字母数字和常用标点组成，证件号码由半角或全角字母、数字、连字符组成的记录",
    "records whose category is of Han characters, half-width letters and digits and common punctuation, and whose personal id is "
    "of half- or full-width letters, digits and hyphens",
)
