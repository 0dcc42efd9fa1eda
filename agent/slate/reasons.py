"""One line each, in the editor's language: why a story was chosen, why it was passed over."""

from __future__ import annotations

from agent.house import House
from agent.slate.choose import one_matter
from agent.slate.stories import Story, figures_of


def for_chosen(story: Story, house: House, pinned: bool) -> tuple[str, ...]:
    """Why the story is in the issue."""
    features = story.lead.features
    lines = []
    if pinned:
        lines.append("编辑指定")
    if story.novelty.kind == "update" and story.novelty.past:
        lines.append(f"更新：{_day(story.novelty.past.date)}曾报，新增{'、'.join(story.novelty.news)}")
    topic = next((topic.name for topic in house.themes.topics if topic.id == story.topic), "")
    if topic:
        lines.append(f"主题：{topic}（{'、'.join(_shown(features.terms))}）")
    reports = f"{len(story.publishers)} 家报道" if len(story.publishers) > 1 else "1 家报道"
    lead = story.lead.article.publisher or "发布者不详"
    lines.append(f"{reports}，首选来源：{lead}（{features.tier.name}）")
    if figures := figures_of(story):
        lines.append(f"有数据：{'、'.join(figures)}")
    if story.reached_back:
        lines.append(f"本栏窗口内无合格稿，回溯至{_day(story.lead.article.day)}的官方发布")
    return tuple(lines)


def for_passed(story: Story, house: House, chosen: list[Story], full: bool) -> tuple[str, ...]:
    """Why the story is not in the issue; `chosen` in section order, `full`: all places taken."""
    features = story.lead.features
    if story.novelty.kind == "repeat" and story.novelty.past:
        return (f"{_day(story.novelty.past.date)}已报（{story.novelty.past.heading}），没有新的数据或决定",)
    lines = []
    noise = {noise.id: noise.name for noise in house.themes.noise}
    worst = next((noise[id] for id, cost in features.noise.items() if cost >= 3), "")
    if worst:
        lines.append(f"像{worst}")
    offs = {off.id: off.name for off in house.themes.off_theme}
    if features.off >= 4 and features.offs:
        lines.append(f"偏题：{offs[next(iter(features.offs))]}")
    if features.age > 10:
        lines.append(f"旧闻：正文所记最近的日期在 {features.age} 天前")
    if features.theme < 4:
        lines.append("主题词少")
    if story.score < house.themes.usable:
        return (*lines, f"分数 {story.score:.1f}，低于可用线 {house.themes.usable:g}")
    told = [at for at, other in enumerate(chosen, 1) if one_matter(story, other)]
    if told:
        return (*lines, f"与第 {told[0]} 条是同一件事")
    same = [
        at
        for at, other in enumerate(chosen, 1)
        if other.topic == story.topic and other.column == story.column
    ]
    if same:
        lines.append(f"与第 {same[0]} 条同栏同主题，分数较低")
    elif any(other.column == story.column for other in chosen):
        lines.append(f"“{house.column(story.column).name}”栏已满")
    elif full:
        lines.append(f"{len(chosen)} 条已满，分数较低")
    return tuple(lines) or ("分数较低",)


def _shown(terms: tuple[str, ...]) -> list[str]:
    shown: list[str] = []
    for term in terms:
        if not any(term in other or other in term for other in shown):
            shown.append(term.upper() if term.isascii() and len(term) <= 3 else term)
    return shown[:3]


def _day(day: str) -> str:
    return f"{int(day[5:7])}月{int(day[8:10])}日"
