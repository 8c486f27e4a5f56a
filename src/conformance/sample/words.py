"""Words that subjects are made of. People and companies are put together at random and are nobody's."""

from __future__ import annotations

# Characters that hardly ever stand together in a name or a brand.
RARE = "砚沁澜樾翊岑筱沅荞棠蘅芮湉茗屿浔霁峤苒枞"

SURNAMES = (
    "王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 梁 宋 郑 谢 韩 唐 冯 于 董 萧 "
    "程 曹 袁 邓 许 傅 沈 曾 彭 吕 苏 卢 蒋 蔡 贾 丁 魏 薛 叶 阎 欧阳 司徒 上官 诸葛"
).split()

MINORITY_FIRST = "阿屿尼 古澜丽 艾沁尔 麦茗提 帕霁娜".split()
MINORITY_LAST = "托浔江 买棠提 热沅木 库翊班 依荞克".split()

FOREIGN_FIRST = "MARLO TESSEN ORLIK VANYA BRINDA KESTER YUNA HARUTO SELMA IDRIS".split()
FOREIGN_LAST = "QUILLERAN OSTROVEK TAMBRIDGE HALVORSENN NAKAMORITA DELACROUX BERGENHOLM KOWALTSKI".split()

INDUSTRIES = (
    "食品 餐饮管理 物流 国际贸易 信息科技 生物科技 建筑工程 装饰设计 环保科技 机械设备 医疗器械 化妆品 服饰 文化传播 "
    "汽车服务 新材料 电子 物业管理 教育科技 农业发展 印刷 仓储 船舶服务 酒店管理 商务咨询 园林绿化 化工 仪器仪表"
).split()

COMPANY_FORMS = ("有限公司", "有限公司", "有限公司", "股份有限公司", "有限责任公司", "厂", "合伙企业（有限合伙）")

SHOPS = "小吃店 餐饮店 食品店 理发店 服装店 百货店 五金店 水果店 烟酒商行 汽车修理部 建材经营部 棋牌室 便利店".split()

ASSOCIATIONS = "餐饮行业协会 物流行业协会 家具行业协会 青年志愿者协会 书画协会 商会".split()
PRIVATE_BODIES = "公益服务中心 养老服务中心 职业技能培训学校 民办幼儿园 社区文化服务中心 康复护理院".split()
INSTITUTIONS = "实验小学 中心幼儿园 社区卫生服务中心 文化馆 图书馆 成人教育学校 绿化管理所 水文站".split()

REMARKS = (
    "已现场核查",
    "纸质档案另存",
    "原证遗失，补发",
    '按"一照多址"办理',
    "材料齐全，符合法定条件",
    "变更住所后换发",
    "数据由业务系统导出",
)

# Ends of free text: mostly nothing, now and then what breaks careless readers (commas, quotes, line breaks).
LICENCE_TAILS = (
    "",
    "，有效期内接受监督检查",
    '。经营场所名称为"沁砚楼"，以核定为准',
    "；\n附件：1.平面图；2.设备清单",
    ", see annex (A), item 3",
    "。审批编号：A-17/2016；受理窗口：3号",
)
PENALTY_TAILS = (
    "",
    "。以上事实有现场检查笔录、照片为证",
    '。当事人称"已经改正"，复查属实',
    "；\n证据：1.现场笔录；2.询问笔录",
    ", see case file (B), page 3",
    "。案卷编号：B-17/2016；承办窗口：2号",
)
TAIL_WEIGHTS = (62, 14, 8, 5, 4, 7)
"""How often each ending comes; the first is none."""
