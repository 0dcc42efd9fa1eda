"""Units of measure, money and count: what a word after a number means, and which of them can be held
together."""

from __future__ import annotations

from decimal import Decimal
from typing import Final, NamedTuple


class UnitWord(NamedTuple):
    """What a unit word stands for: `factor` × the base unit `id` of `dimension`."""

    id: str
    dimension: str
    factor: Decimal


def _measures() -> dict[str, UnitWord]:
    """Word → meaning for units with fixed factors (SI, and definitions). Areas are counted in thirds of m²,
    so that 亩 (2000/3 m²) is exact too."""
    table: dict[str, UnitWord] = {}
    rows: tuple[tuple[str, str, str], ...] = (
        (
            "length",
            "m",
            "米 1,公尺 1,公里 1000,千米 1000,km 1000,华里 500,里 500,分米 .1,厘米 .01,公分 .01,"
            "cm .01,毫米 .001,mm .001,"
            "微米 1e-6,μm 1e-6,um 1e-6,纳米 1e-9,nm 1e-9,海里 1852,英里 1609.344,英尺 .3048,英寸 .0254,m 1,"
            "mile 1609.344,miles 1609.344,feet .3048,metres 1,meters 1,kilometres 1000,kilometers 1000,"
            "光年 9.46e15",
        ),
        (
            "area",
            "m²/3",
            "平方米 3,平米 3,㎡ 3,m² 3,平方公里 3e6,平方千米 3e6,km² 3e6,公顷 3e4,亩 2000,英亩 12140.5692672,"
            "平方厘米 3e-4,平方毫米 3e-6,平方英尺 .27870912,hectares 3e4,acres 12140.5692672,"
            "square meters 3,square metres 3,square kilometers 3e6,square kilometres 3e6,square feet .27870912,"
            "square miles 7769964.330816",
        ),
        (
            "mass",
            "kg",
            "吨 1000,公吨 1000,公斤 1,千克 1,kg 1,斤 .5,市斤 .5,克 .001,g .001,毫克 1e-6,mg 1e-6,微克 1e-9,"
            "t 1000,tons 1000,tonnes 1000,tonne 1000,ton 1000,metric tons 1000,kilograms 1,克拉 .0002",
        ),
        (
            "volume",
            "L",
            "升 1,公升 1,L 1,毫升 .001,ml .001,mL .001,立方米 1000,m³ 1000,立方厘米 .001,立方千米 1e12,"
            "立方公里 1e12,cubic meters 1000,cubic metres 1000,liters 1,litres 1",
        ),
        ("barrel", "桶", "桶 1,barrels 1,barrel 1"),
        (
            "energy",
            "kWh",
            "千瓦时 1,度电 1,千瓦小时 1,kWh 1,KWh 1,kwh 1,兆瓦时 1000,MWh 1000,吉瓦时 1e6,GWh 1e6,"
            "TWh 1e9,太瓦时 1e9,Wh .001,瓦时 .001,kilowatt-hours 1,kilowatt hours 1,megawatt-hours 1000,"
            "megawatt hours 1000,gigawatt-hours 1e6,gigawatt hours 1e6,terawatt-hours 1e9,terawatt hours 1e9",
        ),
        ("charge", "mAh", "毫安时 1,毫安 1,mAh 1,mah 1,MAH 1,安时 1000,Ah 1000,安培时 1000"),
        ("heat", "J", "焦耳 1,千焦 1000,兆焦 1e6,吉焦 1e9"),
        (
            "power",
            "kW",
            "瓦 .001,千瓦 1,兆瓦 1000,吉瓦 1e6,太瓦 1e9,W .001,kW 1,KW 1,kw 1,MW 1000,GW 1e6,TW 1e9,"
            "马力 .735,kilowatts 1,kilowatt 1,megawatts 1000,megawatt 1000,gigawatts 1e6,gigawatt 1e6,terawatts 1e9",
        ),
        (
            "data",
            "GB",
            "KB 1e-6,MB .001,GB 1,TB 1000,PB 1e6,EB 1e9,ZB 1e12,泽字节 1e12,艾字节 1e9,"
            "太字节 1000,吉字节 1,兆字节 .001,字节 1e-9,zettabytes 1e12,exabytes 1e9,petabytes 1e6,"
            "terabytes 1000,gigabytes 1",
        ),
        ("bits", "Mbps", "Mbps 1,Gbps 1000,Tbps 1e6,kbps .001"),
        ("frequency", "Hz", "赫兹 1,Hz 1,千赫 1e3,kHz 1e3,兆赫 1e6,MHz 1e6,吉赫 1e9,GHz 1e9"),
        ("voltage", "V", "伏 1,伏特 1,千伏 1000,kV 1000,KV 1000,V 1"),
        ("temperature", "℃", "℃ 1,摄氏度 1,°C 1"),
        (
            "compute",
            "GFlops",
            "GFlops 1,GFLOPS 1,TFlops 1e3,TFLOPS 1e3,PFlops 1e6,PFLOPS 1e6,EFlops 1e9,EFLOPS 1e9",
        ),
        ("tops", "TOPS", "TOPS 1"),
        ("rotation", "rpm", "rpm 1,转 1,转/分 1,转每分 1,r/min 1"),
        ("luminance", "nit", "nit 1,nits 1,尼特 1"),
        (
            "months",
            "month",
            "个月 1,月 1,年 12,载 12,个季度 3,季度 3,months 1,month 1,years 12,year 12,年时间 12",
        ),
        (
            "seconds",
            "s",
            "秒 1,秒钟 1,分钟 60,小时 3600,个小时 3600,钟头 3600,天 86400,日 86400,周 604800,个星期 604800,"
            "星期 604800,"
            "个工作日 100000,工作日 100000,个自然日 86400,自然日 86400,毫秒 .001,微秒 1e-6,纳秒 1e-9,"
            "皮秒 1e-12,飞秒 1e-15,seconds 1,minutes 60,hours 3600,"
            "hour 3600,"
            "days 86400,day 86400,weeks 604800,week 604800",
        ),
        ("labour", "工时", "个工时 1,工时 1,个工日 8,工日 8"),
        ("age", "岁", "岁 1,周岁 1"),
        ("percent", "%", "% 1,‰ .1,成 10,percent 1,pct 1,per cent 1"),
        (
            "pp",
            "pp",
            "个百分点 1,百分点 1,个点 1,个基点 .01,基点 .01,bp .01,bps .01,percentage points 1,percentage point 1,"
            "basis points .01,pp 1",
        ),
        ("multiple", "倍", "倍 1,times 1,X 1,x 1"),
    )
    for dimension, base, words in rows:
        for pair in words.split(","):
            word, factor = pair.rsplit(" ", 1)
            table[word] = UnitWord(base, dimension, Decimal(factor))
    for code, words in (
        ("CNY", "元人民币 元 块钱 人民币 yuan renminbi"),
        ("USD", "美元 美金 dollars dollar USD"),
        ("EUR", "欧元 euros euro EUR"),
        ("JPY", "日元 日圆 yen JPY"),
        ("KRW", "韩元 韩圆 won KRW"),
        ("HKD", "港元 港币 港圆 HKD"),
        ("TWD", "新台币 元新台币 台币"),
        ("GBP", "英镑 pounds GBP"),
        ("INR", "卢比 印度卢比 rupees"),
        ("RUB", "卢布 rubles"),
        ("AUD", "澳元 澳大利亚元"),
        ("CAD", "加元 加拿大元"),
        ("SGD", "新加坡元 新元"),
        ("CHF", "瑞士法郎 瑞郎"),
        ("BRL", "雷亚尔"),
        ("THB", "泰铢"),
        ("VND", "越南盾"),
        ("MYR", "林吉特 马币"),
        ("SEK", "瑞典克朗"),
        ("ZAR", "兰特"),
        ("TRY", "土耳其里拉"),
        ("MOP", "澳门元"),
        ("AED", "迪拉姆"),
        ("SAR", "沙特里亚尔 里亚尔"),
    ):
        for word in words.split():
            table[word] = UnitWord(code, "money", Decimal(1))
    table["角"] = UnitWord("CNY", "money", Decimal("0.1"))
    table["分钱"] = UnitWord("CNY", "money", Decimal("0.01"))
    table["cents"] = UnitWord("USD", "money", Decimal("0.01"))
    return table


#: Families of measure words: words of one family count the same things (of `label` each only what it says: 2号). `个` and its like count anything.
COUNT_FAMILIES: Final = {
    "person": "人 名 位 员 口 people workers employees",
    "visit": "人次 人次数 人(次) 车次 架次 班次 航次",
    "household": "户 households",
    "house": "家 所 院 校 行",
    "vehicle": "辆 台 部 架 艘 列 台套 套 台(套) 辆次 趟 vehicles cars",
    "animal": "头 匹 羽 尾",
    "plant": "株 棵",
    "building": "座 栋 幢 间 处 厅 馆 站 栋楼",
    "label": "号 星",
    "event": "次 场 局 盘 圈 届 回 起 宗 桩 例 轮 期 场次 起案件",
    "paper": "份 篇 本 册 卷 张 幅 页 部 封 首 字 集 版 册次 万字",
    "share": "股 手",
    "dot": "分 点 票",
    "piece": "枚 颗 粒 块 片 支 根 只 件 瓶 箱 包 袋 盒 罐 辆份 剂 剂次 把 双 副 对 盏 条 碗 杯 串 朵 滴 "
    "枝 单 台次 笔 束 道 吊 桩位 wafers chips",
    "area": "国 省 市 县 区 镇 乡 村 州 岛 城 地 国家 地区 省份 城市 部门 社区 街道",
    "any": "个 项 种 类 款 条 批 级 层 档 段 组 班 队 步 代 环 排 门 堂 节 型 方 家次 面 重 等 核 者 维 位数 "
    "字头 "
    "企业 单位 岗位 方面 领域 环节 大 样 度 孔 通 声 席 格 枪 柱 群 团 路 线 端 箭 胜 负 金 银 铜 "
    "连 强 "
    "countries companies firms units",
}


def _counts() -> dict[str, UnitWord]:
    table: dict[str, UnitWord] = {}
    for family, words in COUNT_FAMILIES.items():
        for word in words.split():
            table.setdefault(word, UnitWord(family, "count", Decimal(1)))
    return table


COUNTS: Final = _counts()
MEASURES: Final = _measures()
UNITS: Final = {**COUNTS, **MEASURES}
LONGEST: Final = max(map(len, UNITS))
#: Money signs before the number.
SIGNS: Final = {
    "US$": "USD",
    "A$": "AUD",
    "C$": "CAD",
    "HK$": "HKD",
    "NT$": "TWD",
    "S$": "SGD",
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "CNY",
    "RMB": "CNY",
    "CNY": "CNY",
    "USD": "USD",
    "EUR": "EUR",
}
#:  What after a one-character unit makes it part of another word: `12成员` is not 120%, `3分之1` not three
#: points.
NOT_BEFORE: Final = {
    "成": "员为功立本果就长都份品型交绩效熟年人色分",
    "分": "之别布析会支校子类行公",
    "点": "半名击赞评亮",
    "度": "假过",
    "年": "轻级代会货夜味底薪报",
    "天": "然津河空文气下",
    "人": "民工才类口造生均员大",
    "名": "单称为录额校企古",
    "家": "庭电具居乡",
    "条": "件例约款",
    "部": "分署长队",
    "地": "方区铁位球址产",
    "市": "场值民",
    "国": "家际内产企",
    "面": "积向对临",
    "行": "业动政情",
    "强": "调化",
    "大": "学会量家",
    "方": "面案法式向",
    "号": "召称码",
    "线": "上下",
    "组": "织成合",
    "代": "表替",
    "重": "要点大庆",
    "等": "",
    "者": "",
    "里": "面",
    "转": "型移让换变化基",
    "口": "",
    "班": "子",
    "元": "素年旦宇",
    "角": "度色",
    "吨": "",
    "克": "服",
    "周": "年边",
    "级": "",
    "金": "融额属",
    "银": "行",
    "连": "续接",
    "度电": "",
    "路": "线",
    "院": "士校",
    "校": "长园企",
    "区": "域别间",
    "层": "面次",
    "城": "市乡",
    "位": "置于居",
    "格": "",
    "星": "",
    "单": "位车元价独身项品体",
    "字": "节",
    "集": "团",
    "期": "间",
    "站": "点",
    "手": "机段",
    "支": "持付部",
    "通": "过",
    "道": "路",
    "日": "元圆本均",
    "瓦": "时特",
    "米": "",
}


def unit_at(text: str, at: int) -> tuple[int, UnitWord] | None:
    """The longest unit word of `text` at `at`, and where it ends; None where there is none."""
    stop = min(len(text), at + LONGEST)
    for end in range(stop, at, -1):
        word = text[at:end]
        found = UNITS.get(word)
        if found is None:
            continue
        last = word[-1]
        after = text[end : end + 1]
        if last.isascii() and last.isalpha() and after.isascii() and after.isalnum():
            continue
        if after and len(word) == 1 and after in NOT_BEFORE.get(word, ""):
            continue
        return end, found
    return None
