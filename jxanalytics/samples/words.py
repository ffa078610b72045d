"""What made-up years are made of: bureaus, topics, kinds of project and their indicators.

All of it is invented; unit names end in （虚构）. Combining bureaus, districts, topics and kinds
gives more than ten thousand different project names.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

LABEL = "（虚构）"
NOTICE = "本材料为虚构示例，单位、人员和数据均不对应真实情况。"


class Shape(StrEnum):
    """How an indicator is measured; each shape has its own rules."""

    COUNT = "数量"
    PERCENT = "百分数"
    DATE = "日期"
    COST = "成本"
    QUALITATIVE = "定性"
    SATISFACTION = "满意度"


@dataclass(frozen=True)
class Template:
    """One indicator: ``{topic}`` in its name is the project's topic.

    Targets lie between ``low`` and ``high`` in whole steps; for a qualitative indicator ``unit``
    is the target's wording. ``evidence`` is what the report leans on.
    """

    level2: str
    name: str
    shape: Shape
    unit: str
    low: int
    high: int
    step: int
    evidence: str


@dataclass(frozen=True)
class Bureau:
    """A department: its field, the finance bureau's division in charge, offices, topics."""

    field: str
    responsible: str
    offices: tuple[str, ...]
    topics: tuple[str, ...]


@dataclass(frozen=True)
class Kind:
    """A kind of project: how its names end, its category, its goal, and its own indicators."""

    ending: str
    category: str
    goal: str
    templates: tuple[Template, ...]


BUREAUS = (
    Bureau("教育局", "教科文处", ("教师发展中心", "教育技术中心", "校园服务中心", "招生考试中心"),
           ("校园安全", "义务教育", "学前教育", "职业教育", "教师队伍", "劳动实践", "校园阅读", "特殊教育", "体育美育", "智慧校园")),
    Bureau("卫生健康局", "社会保障处", ("疾病防控中心", "妇幼保健中心", "急救服务中心", "健康教育中心"),
           ("基层医疗", "慢病管理", "妇幼健康", "院前急救", "疫苗接种", "职业健康", "中医药服务", "健康档案", "血液保障", "心理健康")),
    Bureau("农业农村局", "农业处", ("农技推广中心", "动物疫病防控中心", "农产品检测中心", "种业服务中心"),
           ("高标准农田", "绿色种植", "农产品质量", "动物防疫", "农机作业", "种质资源", "病虫害防治", "农村改厕", "设施蔬菜", "村庄整治")),
    Bureau("生态环境局", "资源环境处", ("环境监测中心", "固废管理中心", "环境应急中心", "宣传教育中心"),
           ("空气治理", "河湖水体", "土壤环境", "噪声治理", "固体废物", "排污许可", "环境应急", "生态修复", "碳排放核算", "饮用水源")),
    Bureau("文化和旅游局", "教科文处", ("群众文化馆", "图书服务中心", "文物保护中心", "旅游服务中心"),
           ("公共文化", "全民阅读", "文物保护", "非遗传承", "乡村旅游", "文艺演出", "古籍整理", "旅游咨询", "文化下乡", "展览陈列")),
    Bureau("住房和城乡建设局", "经济建设处", ("市政设施中心", "房屋安全中心", "园林绿化中心", "排水管理中心"),
           ("城市道路", "老旧小区", "排水管网", "路灯照明", "公园绿地", "房屋安全", "桥梁隧道", "公租房", "建筑节能", "燃气安全")),
    Bureau("交通运输局", "经济建设处", ("公路养护中心", "港航事务中心", "公交服务中心", "交通信息中心"),
           ("农村公路", "桥梁养护", "公交服务", "航道养护", "交通信号", "运输安全", "治超站点", "客运枢纽", "慢行系统", "停车管理")),
    Bureau("应急管理局", "行政政法处", ("应急指挥中心", "防灾减灾中心", "安全监察中心", "物资储备中心"),
           ("防汛抗旱", "森林防火", "危化品监管", "应急物资", "避难场所", "安全生产", "灾害预警", "基层应急", "救援队伍", "风险普查")),
    Bureau("民政局", "社会保障处", ("养老服务中心", "救助管理中心", "儿童福利中心", "社区服务中心"),
           ("居家养老", "困境儿童", "临时救助", "社区服务", "殡葬服务", "残疾人福利", "志愿服务", "社会组织", "婚姻登记", "地名管理")),
    Bureau("水利局", "农业处", ("水文监测中心", "灌区管理中心", "水库管理中心", "节水服务中心"),
           ("小型水库", "灌区渠系", "农村饮水", "水土保持", "山洪防治", "节水器具", "堤防维护", "水文站点", "河道清淤", "水资源计量")),
)  # fmt: skip

DISTRICTS = ("", "城东片区", "城西片区", "城南片区", "城北片区", "滨江片区", "新城片区", "老城片区",
             "湖畔片区", "山前片区", "沿河片区", "高新片区", "临港片区", "站前片区")  # fmt: skip
OFFICES = ("综合处", "规划财务处", "业务一处", "业务二处", "公共服务处")
TITLES = ("规划财务处负责人", "业务一处负责人", "高级会计师", "业务二处副处长", "工程师")
SURNAMES = "赵钱孙李周吴郑王冯陈"
ORDINALS = "甲乙丙丁戊"

CAUSES = (
    "因方案论证时间较长，实际开工晚于计划", "因汛期持续降雨，外业工作中断", "因部分对象外出，集中组织有困难",
    "因采购项目一次流标，供货顺延", "因人员调整，工作衔接不够及时", "因上级标准年中修订，需重新核对",
    "因协作单位进度滞后，成果交付推迟", "因前期需求调研不够充分，计划偏高", "因场地改造，部分活动延期举办",
    "因材料价格上涨，单价高于预期", "因数据口径调整，部分成果须返工", "因参与单位报送不齐，审核周期延长",
)  # fmt: skip
MEASURES = (
    "下一步按月调度进度，提前完成前期准备", "下一步提前编制采购计划，压缩审批时间", "下一步完善需求调研，合理设定指标值",
    "下一步建立任务清单，明确到岗到人", "下一步加强与协作单位的进度衔接", "下一步增加分批次组织，扩大覆盖面",
    "下一步做好价格调查，严格控制单价", "下一步健全数据报送与审核制度",
)  # fmt: skip

_C, _P, _D, _M, _Q, _S = Shape.COUNT, Shape.PERCENT, Shape.DATE, Shape.COST, Shape.QUALITATIVE, Shape.SATISFACTION  # fmt: skip
_N, _QUALITY, _TIME, _COST = "数量指标", "质量指标", "时效指标", "成本指标"
_ECONOMIC, _SOCIAL, _ECOLOGIC, _LASTING = (
    "经济效益指标",
    "社会效益指标",
    "生态效益指标",
    "可持续影响指标",
)
_SATISFIED = "服务对象满意度指标"
BENEFITS = (_ECONOMIC, _SOCIAL, _ECOLOGIC, _LASTING)

# Indicators that any kind of project may have.
_SHARED = (
    Template(_TIME, "项目资金支付及时率", _P, "%", 100, 100, 1, "国库支付记录"),
    Template(_ECONOMIC, "{topic}经费使用效益改善情况", _Q, "逐步改善", 0, 0, 1, "采购结算资料"),
    Template(_ECOLOGIC, "{topic}节能环保要求落实率", _P, "%", 90, 98, 2, "现场查验记录"),
    Template(_LASTING, "{topic}长效管理机制健全程度", _Q, "逐步健全", 0, 0, 1, "制度文件汇编"),
    Template(_SATISFIED, "主管单位满意度", _S, "%", 90, 90, 1, "主管单位评价表"),
)


def _kind(ending: str, category: str, goal: str, *own: Template) -> Kind:
    return Kind(ending, category, goal, own + _SHARED)


KINDS = (
    _kind("专题培训经费", "培训类", "提高从业人员的业务能力",
          Template(_N, "举办{topic}培训班次", _C, "班次", 6, 40, 1, "培训通知和签到册"),
          Template(_N, "{topic}培训人次", _C, "人次", 300, 3000, 50, "签到册"),
          Template(_N, "编印{topic}培训教材", _C, "册", 200, 2000, 100, "教材验收单"),
          Template(_N, "组织{topic}实操演练次数", _C, "次", 4, 24, 1, "演练记录"),
          Template(_QUALITY, "参训人员考核合格率", _P, "%", 90, 98, 1, "考核成绩单"),
          Template(_QUALITY, "培训课程完成率", _P, "%", 95, 100, 1, "课程表"),
          Template(_QUALITY, "授课教师持证率", _P, "%", 90, 100, 2, "教师资格材料"),
          Template(_TIME, "{topic}培训任务完成时间", _D, "", 0, 0, 1, "结业材料"),
          Template(_COST, "人均每日培训成本", _M, "元", 260, 480, 20, "培训决算单"),
          Template(_COST, "单册教材印制成本", _M, "元", 20, 60, 2, "印制合同"),
          Template(_SOCIAL, "参训人员岗位能力提升率", _P, "%", 85, 95, 1, "训前训后测评"),
          Template(_SATISFIED, "参训人员满意度", _S, "%", 90, 90, 1, "问卷调查")),
    _kind("信息系统运行维护费", "信息化类", "保障信息系统安全稳定运行",
          Template(_N, "维护{topic}系统数量", _C, "个", 3, 20, 1, "运维合同"),
          Template(_N, "{topic}系统巡检次数", _C, "次", 12, 96, 4, "巡检报告"),
          Template(_N, "处理{topic}运维工单", _C, "件", 200, 2000, 50, "工单台账"),
          Template(_N, "{topic}数据备份次数", _C, "次", 24, 240, 12, "备份日志"),
          Template(_QUALITY, "系统可用率", _P, "%", 98, 99, 1, "监控日志"),
          Template(_QUALITY, "安全漏洞整改率", _P, "%", 95, 100, 1, "整改回执"),
          Template(_QUALITY, "数据备份成功率", _P, "%", 98, 100, 1, "恢复演练记录"),
          Template(_TIME, "系统等级保护测评完成时间", _D, "", 0, 0, 1, "测评报告"),
          Template(_COST, "单个系统年运维成本", _M, "元", 20000, 90000, 1000, "运维合同及验收单"),
          Template(_COST, "单次巡检成本", _M, "元", 600, 1800, 50, "巡检结算单"),
          Template(_SOCIAL, "{topic}业务网上办理率", _P, "%", 80, 95, 1, "业务统计表"),
          Template(_SATISFIED, "系统使用人员满意度", _S, "%", 90, 90, 1, "线上问卷")),
    _kind("设施修缮工程", "工程类", "消除设施隐患，恢复使用功能",
          Template(_N, "修缮{topic}设施数量", _C, "处", 5, 60, 1, "竣工验收单"),
          Template(_N, "{topic}设施修缮面积", _C, "平方米", 1000, 9000, 500, "竣工图纸"),
          Template(_N, "更换{topic}老化构件", _C, "件", 100, 1500, 50, "材料进场记录"),
          Template(_N, "{topic}隐患点整治数量", _C, "个", 6, 50, 1, "销号台账"),
          Template(_QUALITY, "工程验收合格率", _P, "%", 98, 100, 1, "验收报告"),
          Template(_QUALITY, "材料抽检合格率", _P, "%", 95, 100, 1, "抽检报告"),
          Template(_QUALITY, "安全文明施工达标率", _P, "%", 92, 100, 2, "监理月报"),
          Template(_TIME, "{topic}工程竣工时间", _D, "", 0, 0, 1, "竣工报告"),
          Template(_COST, "每平方米修缮成本", _M, "元", 300, 900, 20, "结算审核报告"),
          Template(_COST, "单处设施修缮成本", _M, "元", 9000, 60000, 1000, "工程结算书"),
          Template(_SOCIAL, "{topic}设施完好率", _P, "%", 90, 98, 1, "设施普查表"),
          Template(_SATISFIED, "周边居民满意度", _S, "%", 90, 90, 1, "入户问卷")),
    _kind("补助资金", "补助类", "保障补助对象及时足额享受政策",
          Template(_N, "发放{topic}补助人数", _C, "人", 200, 4000, 50, "发放花名册"),
          Template(_N, "{topic}补助覆盖村居数量", _C, "个", 20, 160, 5, "分配文件"),
          Template(_N, "{topic}补助对象核查户数", _C, "户", 100, 1200, 20, "核查记录表"),
          Template(_N, "开展{topic}政策宣讲场次", _C, "场", 6, 40, 1, "宣讲照片和通知"),
          Template(_QUALITY, "补助对象认定准确率", _P, "%", 96, 100, 1, "比对结果"),
          Template(_QUALITY, "补助标准落实率", _P, "%", 98, 100, 1, "发放明细"),
          Template(_QUALITY, "补助信息公示率", _P, "%", 95, 100, 1, "公示照片"),
          Template(_TIME, "{topic}补助发放完成时间", _D, "", 0, 0, 1, "银行回单"),
          Template(_COST, "人均补助标准", _M, "元", 600, 3000, 100, "补助政策文件"),
          Template(_COST, "单次核查成本", _M, "元", 80, 240, 10, "核查经费报销单"),
          Template(_SOCIAL, "{topic}政策知晓率", _P, "%", 85, 95, 1, "抽样访谈"),
          Template(_SATISFIED, "补助对象满意度", _S, "%", 90, 90, 1, "电话回访")),
    _kind("宣传活动经费", "服务类", "扩大政策和知识的普及范围",
          Template(_N, "开展{topic}宣传活动场次", _C, "场", 8, 60, 1, "活动总结"),
          Template(_N, "发放{topic}宣传资料", _C, "份", 2000, 20000, 500, "领用登记"),
          Template(_N, "发布{topic}宣传信息", _C, "条", 50, 600, 10, "发布截图"),
          Template(_N, "制作{topic}宣传短片", _C, "部", 3, 12, 1, "成片验收单"),
          Template(_QUALITY, "宣传内容审核率", _P, "%", 98, 100, 1, "审核登记表"),
          Template(_QUALITY, "宣传阵地覆盖率", _P, "%", 90, 98, 2, "点位清单"),
          Template(_QUALITY, "活动方案落实率", _P, "%", 95, 100, 1, "活动方案和记录"),
          Template(_TIME, "{topic}宣传活动结束时间", _D, "", 0, 0, 1, "总结材料"),
          Template(_COST, "单场活动成本", _M, "元", 3000, 20000, 500, "活动决算"),
          Template(_COST, "单部短片制作成本", _M, "元", 12000, 40000, 1000, "制作合同"),
          Template(_SOCIAL, "{topic}知识公众知晓率", _P, "%", 80, 92, 1, "知晓度调查"),
          Template(_SATISFIED, "活动参与群众满意度", _S, "%", 90, 90, 1, "现场问卷")),
    _kind("监督检查经费", "服务类", "及时发现并整改问题",
          Template(_N, "开展{topic}监测点位数量", _C, "个", 20, 180, 5, "点位布设图"),
          Template(_N, "{topic}抽样检测批次", _C, "批次", 100, 1500, 20, "检测报告"),
          Template(_N, "{topic}现场检查家次", _C, "家次", 60, 800, 10, "检查文书"),
          Template(_N, "出具{topic}分析报告", _C, "份", 4, 24, 1, "报告文本"),
          Template(_QUALITY, "检测数据有效率", _P, "%", 96, 100, 1, "质控记录"),
          Template(_QUALITY, "检查问题整改率", _P, "%", 90, 98, 1, "整改台账"),
          Template(_QUALITY, "检查文书规范率", _P, "%", 95, 100, 1, "文书评查结果"),
          Template(_TIME, "{topic}年度监测任务完成时间", _D, "", 0, 0, 1, "年度报告"),
          Template(_COST, "单批次检测成本", _M, "元", 300, 1500, 50, "检测委托合同"),
          Template(_COST, "单家次检查成本", _M, "元", 100, 400, 10, "差旅报销单"),
          Template(_SOCIAL, "{topic}隐患按期销号率", _P, "%", 88, 96, 1, "销号清单"),
          Template(_SATISFIED, "受检单位满意度", _S, "%", 90, 90, 1, "回访表")),
    _kind("设备购置费", "货物类", "改善设备条件，提高服务能力",
          Template(_N, "购置{topic}设备台套数", _C, "台套", 10, 200, 5, "入库单"),
          Template(_N, "{topic}设备配备单位数量", _C, "家", 5, 60, 1, "配备清单"),
          Template(_N, "{topic}设备操作培训人次", _C, "人次", 60, 600, 20, "培训签到表"),
          Template(_N, "安装调试{topic}设备点位", _C, "处", 6, 80, 2, "调试记录"),
          Template(_QUALITY, "设备验收合格率", _P, "%", 98, 100, 1, "验收单"),
          Template(_QUALITY, "设备正常使用率", _P, "%", 95, 100, 1, "使用登记"),
          Template(_QUALITY, "设备采购程序合规率", _P, "%", 100, 100, 1, "采购档案"),
          Template(_TIME, "{topic}设备交付使用时间", _D, "", 0, 0, 1, "交接单"),
          Template(_COST, "单台套设备购置成本", _M, "元", 5000, 60000, 500, "采购合同"),
          Template(_COST, "单台套设备安装成本", _M, "元", 300, 1500, 50, "安装结算单"),
          Template(_SOCIAL, "{topic}服务响应达标率", _P, "%", 85, 95, 1, "响应时间统计"),
          Template(_SATISFIED, "设备使用单位满意度", _S, "%", 90, 90, 1, "使用单位反馈表")),
    _kind("规划研究经费", "课题类", "为决策和标准制定提供依据",
          Template(_N, "完成{topic}研究课题数量", _C, "项", 3, 15, 1, "结题证书"),
          Template(_N, "{topic}实地调研点位", _C, "个", 12, 90, 2, "调研日志"),
          Template(_N, "{topic}专家论证会次数", _C, "次", 3, 16, 1, "会议纪要"),
          Template(_N, "收集{topic}有效问卷", _C, "份", 400, 4000, 100, "问卷数据库"),
          Template(_QUALITY, "课题评审通过率", _P, "%", 90, 100, 2, "评审意见"),
          Template(_QUALITY, "调研数据完整率", _P, "%", 95, 100, 1, "数据核查表"),
          Template(_QUALITY, "研究成果采纳率", _P, "%", 70, 90, 2, "采纳证明"),
          Template(_TIME, "{topic}研究成果提交时间", _D, "", 0, 0, 1, "成果移交单"),
          Template(_COST, "单项课题研究成本", _M, "元", 20000, 90000, 1000, "课题经费决算"),
          Template(_COST, "单次论证会成本", _M, "元", 1500, 6000, 100, "会议费报销单"),
          Template(_SOCIAL, "{topic}成果应用单位覆盖率", _P, "%", 75, 92, 1, "应用情况反馈"),
          Template(_SATISFIED, "成果使用单位满意度", _S, "%", 90, 90, 1, "使用单位评价")),
)  # fmt: skip

# All templates in one line, so that rows can refer to them by number.
TEMPLATES: tuple[Template, ...] = tuple(dict.fromkeys(t for kind in KINDS for t in kind.templates))
