"""本地表式：指标从左到右排列的自评表，转成从上到下的通用排法。样表见同一文件夹的 local-layout.csv。"""

from jxanalytics.intake import form_layout


@form_layout("横排指标")
def indicators_across(rows):
    """指标从左到右排列的自评表。"""
    heads = [row[0].text for row in rows]
    if "三级指标" not in heads or "得分" not in heads:
        return None  # 不是这种表，照常读
    first, last = heads.index("三级指标"), heads.index("得分")
    turned = zip(*rows[first : last + 1], strict=True)
    return [*rows[:first], *turned, *rows[last + 1 :]]
