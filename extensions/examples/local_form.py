"""本地表式：自评表中与通用表头不同的用语。样表见同一文件夹的 local-form.csv。"""

from jxanalytics.intake import form_words

form_words("指标", 年度指标值="全年任务", 实际完成值=["办结数量", "本年办结"], 得分="本栏所得")
form_words("资金", 全年预算数="可用财力", 全年执行数="支付到人")
form_words("表头", 项目名称="事项名称", 实施单位="经办科室所在单位")
