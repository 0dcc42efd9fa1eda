"""Pages as ministries, newspapers, aggregators and English sites build them, in shapes of many generators; written here.

Each is a head, the lines around the title, and what the page says of itself: title, publisher, published, author.
"""

from __future__ import annotations

from dataclasses import dataclass

ZH = (
    "云岭省今年将在九个县开展山地数据中心试点，首批机架一万二千个，全部使用水电和风电。",
    "省能源局说，试点项目须在明年六月底前投产，电能利用效率不得高于一点一八，逾期的取消指标。",
    "业内人士认为，山地气温低，冷却用电可省三成，但线路和运维人员是短板，仍须地方补课。",
)
EN = (
    "The harbour of Northfield will double its charging berths for electric ferries by 2028, the port authority said.",
    "The first twelve berths cost $41.5 million and are to open next spring, with power bought from two wind farms.",
    "Fishermen have asked for a fixed tariff; the authority said talks would begin in July and last until autumn.",
)
MENU = (
    "<div class='nav'><ul>"
    + "".join(f"<li><a href='/c{n}/'>频道{n}</a></li>" for n in range(12))
    + "</ul></div>"
)
SIDE = (
    "<div class='side'><h3>相关新闻</h3><ul>"
    + "".join(
        f"<li><a href='/a/{n}.html'>石湾港第{n}座岸电站投用 船舶靠港不再冒烟</a></li>" for n in range(8)
    )
    + "</ul></div>"
)
FOOT = "<div class='footer'><p>网站地图 | 联系我们 | 备案号：云ICP备00000000号</p></div>"


@dataclass(frozen=True)
class Shape:
    """A page's inside and what a reader would say of it. `date` is how `published` begins."""

    name: str
    top: str
    title: str
    publisher: str
    date: str
    author: str = ""
    tag: str = "{title}"
    head: str = ""
    after: str = ""
    english: bool = False
    box: str = "<div class='content'>{text}</div>"
    foot: str = FOOT

    @property
    def lines(self) -> tuple[str, ...]:
        return EN if self.english else ZH

    @property
    def html(self) -> str:
        text = "".join(f"<p>{line}</p>" for line in self.lines)
        top = self.top.format(title=self.title)
        tag = self.tag.format(title=self.title)
        return (
            f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{tag}</title>{self.head}</head><body>{MENU}"
            f"<div class='wrap'><div class='main'>{top}{self.box.format(text=text)}{self.after}</div>{SIDE}</div>"
            f"{self.foot}</body></html>"
        )


T = "云岭省启动山地数据中心试点 首批机架一万二千个"
SHAPES = (
    Shape(
        "source, author and time in one line, bars between",
        "<h1>{title}</h1><div class='info'>来源：云岭日报｜作者：柳青禾｜时间：2026-06-13 09:12</div>",
        T, "云岭日报", "2026-06-13T09:12:00+08:00", "柳青禾", "{title}_云岭网",
    ),
    Shape(
        "time first, source after blanks, counter and letter size",
        "<h2 class='tit'>{title}</h2><p class='sub'>发布时间：2026-06-13　来源：省能源局　浏览次数：1023　字体：【大 中 小】</p>",
        T, "省能源局", "2026-06-13", tag="{title} - 云岭省人民政府门户网站",
    ),
    Shape(
        "a ministry's table of index number, body and day",
        "<table class='xxgk'><tr><td>索引号</td><td>000014349/2026-00077</td><td>主题分类</td><td>能源</td></tr>"
        "<tr><td>发布机构</td><td>云岭省能源局</td><td>成文日期</td><td>2026-06-10</td></tr>"
        "<tr><td>文号</td><td>云能发〔2026〕18号</td><td>发布日期</td><td>2026-06-13</td></tr></table><h1>{title}</h1>",
        "关于开展山地数据中心试点的通知", "云岭省能源局", "2026-06-13",
    ),
    Shape(
        "the same as a list of definitions",
        "<h1>{title}</h1><dl class='meta'><dt>发文机关：</dt><dd>云岭省发展和改革委员会</dd><dt>发文字号：</dt>"
        "<dd>云发改〔2026〕5号</dd><dt>发布日期：</dt><dd>2026年06月13日</dd></dl>",
        "关于山地数据中心电价的通知", "云岭省发展和改革委员会", "2026-06-13",
    ),
    Shape(
        "information source with spaces inside the label",
        "<div class='title'>{title}</div><div class='xx'><span>信 息 来 源：省数据局</span><span>发 布 时 间：2026/6/13</span></div>",
        T, "省数据局", "2026-06-13", tag="{title}-部门动态-云岭省人民政府",
    ),
    Shape(
        "article source in brackets under the title",
        "<h1>{title}</h1><div>（文章来源：云岭都市报 2026-06-13 08:30:05）</div>",
        T, "云岭都市报", "2026-06-13T08:30:05+08:00",
    ),
    Shape(
        "稿源 in a span of its own",
        "<h1>{title}</h1><div class='h-info'><span>2026年06月13日 07:55</span><span>稿源：<a href='#'>北屏在线</a></span>"
        "<span>编辑：宋小满</span></div>",
        T, "北屏在线", "2026-06-13T07:55:00+08:00", tag="{title}--平川新闻网",
    ),
    Shape(
        "供稿 and 发布单位",
        "<h3>{title}</h3><p class='c'>发布单位：东浦区工业和信息化局　　供稿：办公室　　2026-06-13</p>",
        T, "东浦区工业和信息化局", "2026-06-13",
    ),
    Shape(
        "labels and values in elements side by side, no colon",
        "<h1>{title}</h1><ul class='attr'><li><b>来源</b><em>海州晚报</em></li><li><b>时间</b><em>2026-06-13 10:20</em></li></ul>",
        T, "海州晚报", "2026-06-13T10:20:00+08:00",
    ),
    Shape(
        "the source as a picture of a logo is not there, but the meta tag names it",
        "<h1>{title}</h1><div class='t'>2026-06-13 10:20:33</div>",
        T, "云岭省统计局", "2026-06-13T10:20:33+08:00",
        head="<meta name='ContentSource' content='云岭省统计局'><meta name='SiteName' content='云岭省人民政府'>",
    ),
    Shape(
        "h1 is the site's name, the title is an h2",
        "<h1 class='logo'>平川新区管理委员会</h1><h2>{title}</h2><p>来源：平川新区经济发展局　日期：2026-06-13</p>",
        T, "平川新区经济发展局", "2026-06-13", tag="{title}_平川新区管理委员会",
    ),
    Shape(
        "a line above and a line below the title",
        "<p class='yinti'>绿电直供 就近消纳</p><h1>{title}</h1><p class='futi'>——来自九个县的调查</p>"
        "<p>2026-06-13 06:40　云岭日报　记者 柳青禾</p>",
        T, "云岭日报", "2026-06-13T06:40:00+08:00", "柳青禾",
    ),
    Shape(
        "title tag with _网站 behind it and nothing else named",
        "<h1>{title}</h1><p>2026-06-13</p>",
        T, "石湾港集团网站", "2026-06-13", tag="{title}_石湾港集团网站",
    ),
    Shape(
        "the site's name before the title in the tag",
        "<h1>{title}</h1><p>来源：石湾港集团　2026-06-13 12:00</p>",
        T, "石湾港集团", "2026-06-13T12:00:00+08:00", tag="石湾港集团官网 - 新闻中心 - {title}",
    ),
    Shape(
        "JSON-LD alone says who and when",
        "<h1>{title}</h1>",
        T, "云岭财经", "2026-06-13T09:00:00+08:00", "柳青禾",
        head="<script type='application/ld+json'>{{\"@context\":\"https://schema.org\",\"@type\":\"NewsArticle\",\"headline\":\"%s\","
        "\"datePublished\":\"2026-06-13T01:00:00Z\",\"author\":{{\"@type\":\"Person\",\"name\":\"柳青禾\"}},"
        "\"publisher\":{{\"@type\":\"Organization\",\"name\":\"云岭财经\"}}}}</script>".replace("{{", "{").replace("}}", "}") % T,
    ),
    Shape(
        "microdata",
        "<h1 itemprop='headline'>{title}</h1><div><span itemprop='author'>柳青禾</span>"
        "<time itemprop='datePublished' datetime='2026-06-13T09:00:00+08:00'>昨天</time>"
        "<span itemprop='publisher'>南溪观察</span></div>",
        T, "南溪观察", "2026-06-13T09:00:00+08:00", "柳青禾",
    ),
    Shape(
        "a time element with only its attribute",
        "<h1>{title}</h1><div class='post-meta'>来源：南溪观察 · <time datetime='2026-06-13T09:00+08:00'>3天前</time></div>",
        T, "南溪观察", "2026-06-13T09:00:00+08:00",
    ),
    Shape(
        "an account on a platform",
        "<h1>{title}</h1><div class='account'><a class='name' href='/u/1'>山地算力笔记</a><span>2026-06-13 21:15</span>"
        "<span>云岭</span><span>关注</span></div>",
        T, "山地算力笔记", "2026-06-13T21:15:00+08:00", tag="{title}_山地算力笔记_新浪潮网",
    ),
    Shape(
        "reprint said at the foot",
        "<h1>{title}</h1><p class='time'>2026年6月13日 星期六</p>",
        T, "云岭日报", "2026-06-13", after="<p>（转载自：云岭日报）</p><p>（责任编辑：宋小满）</p>", tag="{title} - 观潮网",
    ),
    Shape(
        "source at the foot in brackets",
        "<h1>{title}</h1><p>2026-06-13 15:01:22</p>",
        T, "中国电力报", "2026-06-13T15:01:22+08:00", after="<p>（来源：中国电力报）</p>", tag="{title}|能源圈",
    ),
    Shape(
        "several sources joined by a blank",
        "<h1>{title}</h1><p class='source'>来源：新华社 云岭日报  2026-06-13 09:00</p>",
        T, "新华社", "2026-06-13T09:00:00+08:00",
    ),
    Shape(
        "责任编辑 and 审核 in the line of origin",
        "<h1>{title}</h1><div>信息来源：省科学技术厅　责任编辑：张三　审核：李四　发布时间：2026-06-13 16:00　访问量：<span>88</span></div>",
        T, "省科学技术厅", "2026-06-13T16:00:00+08:00",
    ),
    Shape(
        "来源 with a bar instead of a colon",
        "<h1>{title}</h1><div class='bar'>来源 | 算力周刊　作者 | 柳青禾　2026-06-13</div>",
        T, "算力周刊", "2026-06-13", "柳青禾",
    ),
    Shape(
        "本网原创, site's name in the foot",
        "<h1>{title}</h1><div>来源：本网　时间：2026-06-13 08:00</div>",
        T, "青岩新闻网", "2026-06-13T08:00:00+08:00", tag="{title}",
        foot="<div class='footer'><p>主办：青岩新闻网 版权所有</p><p>云ICP备00000000号</p></div>",
    ),
    Shape(
        "the day in large figures",
        "<div class='date'><b>13</b><span>2026-06</span></div><h1>{title}</h1><p>来源：省水利厅</p>",
        T, "省水利厅", "2026-06-13",
    ),
    Shape(
        "按语 between the line of origin and the text",
        "<h1>{title}</h1><p>2026-06-13 来源：云岭日报</p><div class='summary'>摘要：九个县，一万二千个机架。</div>",
        T, "云岭日报", "2026-06-13",
    ),
    Shape(
        "a table for layout around it all",
        "<table width='100%'><tr><td align='center'><b><font size='5'>{title}</font></b></td></tr>"
        "<tr><td align='center'>作者：佚名　文章来源：云岭经济信息网　点击数：312　更新时间：2026-6-13 9:05:00</td></tr></table>",
        T, "云岭经济信息网", "2026-06-13T09:05:00+08:00", box="<table><tr><td class='txt'>{text}</td></tr></table>",
    ),
    Shape(
        "an agency's English story",
        "<h1>{title}</h1><div class='byline'>By Lena Ashcroft | Northfield Wire | June 13, 2026 9:41 AM EDT</div>",
        "Northfield to double charging berths for electric ferries", "Northfield Wire", "2026-06-13T21:41:00+08:00",
        "Lena Ashcroft", "{title} | Harbour Today", english=True,
    ),
    Shape(
        "English, publisher only in og:site_name, updated later",
        "<h1>{title}</h1><p class='author'>By <a>Lena Ashcroft</a> and <a>Tom Reed</a></p>"
        "<p>Published: 13 June 2026, 13:41 GMT<br>Updated: 14 June 2026, 08:00 GMT</p>",
        "Northfield to double charging berths for electric ferries", "Harbour Today", "2026-06-13T21:41:00+08:00",
        tag="{title}", head="<meta property='og:site_name' content='Harbour Today'>", english=True,
    ),
    Shape(
        "English press release with a dateline",
        "<h1>{title}</h1><p>NORTHFIELD, June 13, 2026 /Seawire/ --</p>",
        "Northfield to double charging berths for electric ferries", "Seawire", "2026-06-13",
        tag="{title} - Seawire", english=True,
    ),
    Shape(
        "English government notice",
        "<p class='eyebrow'>Press release</p><h1>{title}</h1><dl><dt>From:</dt><dd>Department for Ports</dd>"
        "<dt>Published</dt><dd>13 June 2026</dd></dl>",
        "Grant scheme for electric ferry berths", "Department for Ports", "2026-06-13",
        tag="{title} - GOV", english=True,
    ),
    Shape(
        "data in a script, the page shows only hours",
        "<h1>{title}</h1><div class='i'><span>海州都市报</span><span>06-13 11:08</span></div>",
        T, "海州都市报", "2026-06-13T11:08:00+08:00",
        head="<script>var article={id:1,publish_time:'2026-06-13 11:08:00',source:'海州都市报'};</script>",
    ),
    Shape(
        "a newspaper's portal: day, bar, source and its desk, letter size",
        "<div class='crumb'><a>云岭网</a>&gt;&gt;<a>经济</a></div><h1>{title}</h1><div class='box01'>2026年06月13日10:00 | 来源：<a>云岭网－云岭频道</a>"
        "<span>小字号</span><span>大字号</span></div>",
        T, "云岭网－云岭频道", "2026-06-13T10:00:00+08:00", tag="{title}--经济--云岭网",
    ),
    Shape(
        "clock and source glued",
        "<h1>{title}</h1><div class='info'>2026-06-13 08:42:33来源： 云岭晨报</div>",
        T, "云岭晨报", "2026-06-13T08:42:33+08:00",
    ),
    Shape(
        "labels glued to values before them",
        "<h1>{title}</h1><div class='info'><span>来源：云岭日报</span><span>作者：柳青禾</span><span>2026-06-13</span></div>",
        T, "云岭日报", "2026-06-13", "柳青禾",
    ),
    Shape(
        "a label without a value: the site is the publisher",
        "<h1>{title}</h1><div class='info'>时间：2026-06-13　来源：　浏览次数：77</div>",
        T, "北屏市交通运输局", "2026-06-13", tag="{title}-北屏市交通运输局",
    ),
    Shape(
        "no heading element, the tag says 正文",
        "<div class='art-title'>{title}</div><div class='art-info'>【来源：云岭日报】 【2026-06-13】</div>",
        T, "云岭日报", "2026-06-13", tag="正文",
    ),
    Shape(
        "title tag with the site's name alone",
        "<div id='title'>{title}</div><div>发布日期： 2026年06月13日 【字体： 大 中 小 】 信息来源：省商务厅 </div>",
        T, "省商务厅", "2026-06-13", tag="云岭省人民政府",
    ),
    Shape(
        "paragraphs parted by line breaks in one element",
        "<h1>{title}</h1><p>来源：海州日报　2026.06.13 09:12</p>",
        T, "海州日报", "2026-06-13T09:12:00+08:00", box="<div id='zoom'>" + "<br><br>　　".join(ZH) + "</div>",
    ),
    Shape(
        "paragraphs in sections of spans, as editors for phones write them",
        "<h1>{title}</h1><p><span>云岭发布</span> <em>2026年6月13日 18:30</em></p>",
        T, "云岭发布", "2026-06-13T18:30:00+08:00",
        box="<div id='js_content'>" + "".join(f"<section><span style='font-size:16px'>{z}</span></section>" for z in ZH) + "</div>",
    ),
    Shape(
        "the day in Chinese figures",
        "<h1>{title}</h1><p>云岭省人民政府办公厅　二〇二六年六月十三日</p>",
        "云岭省人民政府办公厅关于山地数据中心的意见", "云岭省人民政府办公厅", "2026-06-13",
    ),
    Shape(
        "a title over two lines and a subtitle",
        "<h1>山地数据中心<br>首批机架一万二千个</h1><h2>九个县先行</h2><p>2026-06-13 来源：云岭日报</p>",
        "山地数据中心首批机架一万二千个", "云岭日报", "2026-06-13", tag="山地数据中心首批机架一万二千个-云岭日报",
    ),
    Shape(
        "文 and 编辑 with bars, and the outlet beside the day",
        "<h1>{title}</h1><div>算力周刊 · 2026-06-13 07:00</div><p>文 | 柳青禾</p><p>编辑 | 宋小满</p>",
        T, "算力周刊", "2026-06-13T07:00:00+08:00", "柳青禾",
    ),
    Shape(
        "转自 opens the text",
        "<h1>{title}</h1><div>2026-06-13 07:00</div>",
        T, "云岭日报", "2026-06-13T07:00:00+08:00", tag="{title}_观潮网",
        box="<div class='content'><p>转自：云岭日报</p>{text}</div>",
    ),
    Shape(
        "an account named in quotation marks",
        "<h1>{title}</h1><div>来源：“云岭能源”微信公众号　2026-06-13</div>",
        T, "云岭能源", "2026-06-13",
    ),
    Shape(
        "an agency's English page: Source, clock, Editor",
        "<h1>{title}</h1><div class='info'>Source: Northfield Wire | 2026-06-13 09:12:45 | Editor: tomreed</div>",
        "Northfield to double charging berths for electric ferries", "Northfield Wire", "2026-06-13T09:12:45+08:00",
        english=True, tag="{title} - Northfield Wire",
    ),
    Shape(
        "English: weekday, day without commas, clock and zone",
        "<h1>{title}</h1><p>Published Sat, Jun 13 2026 9:41 AM EDT</p><p>Lena Ashcroft</p>",
        "Northfield to double charging berths for electric ferries", "Harbour Today", "2026-06-13T21:41:00+08:00",
        "Lena Ashcroft", english=True, head="<meta property='og:site_name' content='Harbour Today'>",
    ),
    Shape(
        "English: clock before the day",
        "<h1>{title}</h1><p>By Lena Ashcroft</p><p>Updated 9:41 a.m. EDT, Sat June 13, 2026</p>",
        "Northfield to double charging berths for electric ferries", "Harbour Today", "2026-06-13T21:41:00+08:00",
        "Lena Ashcroft", english=True, tag="{title} | Harbour Today",
    ),
    Shape(
        "English: day, slashes, agency",
        "<h1>{title}</h1><p>June 13, 2026 / 9:41 AM EDT / Harbour Today</p>",
        "Northfield to double charging berths for electric ferries", "Harbour Today", "2026-06-13T21:41:00+08:00",
        english=True, tag="{title}",
    ),
    Shape(
        "English: a correspondent's place behind the name",
        "<h1>{title}</h1><div class='info'>By Lena Ashcroft in Northfield | Harbour Daily | Updated: 2026-06-13 09:41</div>",
        "Northfield to double charging berths for electric ferries", "Harbour Daily", "2026-06-13T09:41:00+08:00",
        "Lena Ashcroft", english=True, tag="{title} - Harbour Daily",
    ),
    Shape(
        "opinion on an aggregator: author's account, small day",
        "<h1>{title}</h1><div class='meta'><span class='author'>观山者</span><span class='time'>2026-06-13 22:10:09</span>"
        "<span>来自云岭</span><span>举报</span></div>",
        T, "观山者", "2026-06-13T22:10:09+08:00", tag="{title}_观潮号",
    ),
    Shape(
        "主办 in the foot, nothing above but the day in brackets",
        "<h1>{title}</h1><p>[ 2026-06-13 ]</p>",
        T, "南溪县人民政府办公室", "2026-06-13", tag="{title}",
        foot="<div class='foot'><p>主办单位：南溪县人民政府办公室　承办：南溪县大数据中心</p><p>Copyright © 2026 All Rights Reserved</p></div>",
    ),
    Shape(
        "a statement of rights and a sharing bar behind the text",
        "<h1>{title}</h1><p>2026-06-13 来源：云岭日报</p>",
        T, "云岭日报", "2026-06-13",
        after="<div class='share'>分享到：<a>微博</a><a>微信</a></div><p>【免责声明】本文仅代表作者本人观点，与本站无关。本站对文中陈述保持中立，请读者仅作参考。</p>"
        "<p>上一篇：<a>石湾港岸电站投用</a></p><p>下一篇：<a>平川新区签约</a></p>",
    ),
    Shape(
        "several editors in brackets, then a notice on reprints",
        "<h1>{title}</h1><p>2026-06-13 09:00 云岭日报</p>",
        T, "云岭日报", "2026-06-13T09:00:00+08:00",
        after="<p>（编辑：宋小满 校对：何田 审核：江一帆）</p><p>凡本网注明“来源：云岭网”的作品，未经授权不得转载。</p>",
    ),
)  # fmt: skip
