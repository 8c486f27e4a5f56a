"""Who decides in Shanghai in 2016: departments, their district bodies, and how their documents are numbered."""

from __future__ import annotations

from msgspec import Struct


class Department(Struct, frozen=True):
    """A municipal department with its district counterpart (``{d}`` district, ``{s}`` district without 区 or 县)."""

    key: str
    city: str
    district: str
    prefix: str
    """What its documents are numbered under, after 沪 or the first character of the district."""

    @property
    def district_prefix(self) -> str:
        """The same for its district body: districts have one market authority for food, trade and quality."""
        return "市监" if "市场监督" in self.district else self.prefix


DEPARTMENTS = (
    Department("food", "上海市食品药品监督管理局", "上海市{d}市场监督管理局", "食药监"),
    Department("market", "上海市工商行政管理局", "上海市{d}市场监督管理局", "工商"),
    Department("quality", "上海市质量技术监督局", "上海市{d}市场监督管理局", "质技监"),
    Department("environment", "上海市环境保护局", "上海市{d}环境保护局", "环保"),
    Department("transport", "上海市交通委员会", "上海市{d}建设和交通委员会", "交"),
    Department("planning", "上海市规划和国土资源管理局", "上海市{d}规划和土地管理局", "规土"),
    Department("housing", "上海市住房和城乡建设管理委员会", "上海市{d}建设和管理委员会", "建管"),
    Department("health", "上海市卫生和计划生育委员会", "上海市{d}卫生和计划生育委员会", "卫计"),
    Department("culture", "上海市文化广播影视管理局", "上海市{d}文化广播影视管理局", "文广"),
    Department("police", "上海市公安局", "上海市公安局{s}分局", "公"),
    Department("safety", "上海市安全生产监督管理局", "上海市{d}安全生产监督管理局", "安监"),
    Department("greening", "上海市绿化和市容管理局", "上海市{d}绿化和市容管理局", "绿容"),
    Department("labour", "上海市人力资源和社会保障局", "上海市{d}人力资源和社会保障局", "人社"),
    Department("education", "上海市教育委员会", "上海市{d}教育局", "教"),
    Department("water", "上海市水务局", "上海市{d}水务局", "水务"),
    Department("civil", "上海市民政局", "上海市{d}民政局", "民"),
)
POSITION = {department.key: position for position, department in enumerate(DEPARTMENTS)}

DEPARTMENT_UNITS = {
    "food": "sh-fda",
    "market": "sh-aic",
    "quality": "sh-qts",
    "environment": "sh-env",
    "transport": "sh-transport",
    "planning": "sh-plan-land",
    "housing": "grp-notice-housing",
    "health": "sh-health",
    "culture": "sh-culture",
    "police": "sh-police",
    "safety": "sh-safety",
    "greening": "sh-green",
    "labour": "sh-hrss",
    "education": "sh-edu",
    "water": "sh-water",
    "civil": "sh-civil",
}
"""Department → unit of the catalogue."""

UNIT_PREFIXES = {
    unit: department.prefix for department in DEPARTMENTS for unit in [DEPARTMENT_UNITS[department.key]]
} | {
    "sh-agri": "农委",
    "sh-archives": "档",
    "sh-civilization": "文明办",
    "sh-commerce": "商务",
    "sh-drc": "发改",
    "sh-eic": "经信",
    "sh-fin-office": "金融办",
    "sh-finance": "财",
    "sh-ip": "知",
    "sh-justice": "司",
    "sh-procuratorate": "检",
    "sh-sasac": "国资委",
    "sh-sci": "科",
    "sh-stats": "统",
    "sh-tax": "税",
    "sh-tourism": "旅",
    "d-jiading-sci": "科",
    "customs": "关",
    "ciq": "检",
    "msa": "海事",
}
"""What a unit's documents are numbered under; 信 for all others."""

STAND_INS = {
    "grp-credit-pilot-units": (
        "上海砚澜（集团）有限公司",
        "上海沁樾工程建设集团有限公司",
        "上海翊岑供应链管理有限公司",
    ),
    "grp-industry-assoc": ("上海市信用服务行业协会", "上海市物业管理行业协会", "上海市家庭服务业行业协会"),
    "grp-platform-enterprises": ("上海筱荞电子商务有限公司", "上海棠蘅网络科技有限公司", "上海芮湉支付服务有限公司"),
    "grp-supervisory-boards": ("上海砚澜（集团）有限公司监事会", "上海茗浔投资控股有限公司监事会"),
    "grp-third-party-credit": ("上海霁岑征信服务有限公司", "上海苒枞信用管理有限公司"),
    "dianping": ("大众点评网",),
}
"""Invented bodies for groups that the catalogue does not list one by one."""
