"""Who decides in Shanghai in 2016: departments, their district bodies, and how their documents are numbered."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Department:
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
