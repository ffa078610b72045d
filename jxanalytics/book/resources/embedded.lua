-- What Quarto does itself and plain pandoc does not: numbered captions, references to them,
-- call-outs, links between chapters, alternative text. Numbers come ready from the stage
-- (metadata jx-labels: label -> "chapter|表 2.1"); nothing is counted here.

-- The chapters of a document that holds several (metadata jx-within); nil for a page of its own.
local labels, within, chapter = {}, nil, ""

function Meta(meta)
  for label, said in pairs(meta["jx-labels"] or {}) do
    local where, number = pandoc.utils.stringify(said):match("^(.-)|(.*)$")
    labels[label] = { chapter = where, number = number }
  end
  for _, name in ipairs(meta["jx-within"] or {}) do
    within = within or {}
    within[pandoc.utils.stringify(name)] = true
  end
  chapter = pandoc.utils.stringify(meta["jx-chapter"] or "")
end

-- Where a label is reached from here; nil where it stands in another volume.
local function target(label)
  local page = labels[label].chapter
  if within then return within[page] and "#" .. label or nil end
  if page == chapter then return "#" .. label end
  return page .. ".html#" .. label
end

local function reference(cite)
  local id = cite.citations[1].id
  if not labels[id] then return nil end
  local number = pandoc.Str((labels[id].number:gsub(" ", "\u{A0}")))
  local place = target(id)
  return place and pandoc.Link({ number }, place, "", { class = "ref" }) or number
end

local function link(element)
  local page, anchor = element.target:match("^([%w%.%-_]+)%.md(#.*)$")
  if page and within and not within[page] then return element.content end
  if page then element.target = within and anchor or page .. ".html" .. anchor end
  return element
end

-- Pandoc's Typst writer drops the alternative text, which a tagged PDF needs.
local function typst_image(element, alt)
  local function quoted(text)
    return '"' .. text:gsub("\\", "\\\\"):gsub('"', '\\"') .. '"'
  end
  local said = "#box(image(" .. quoted(element.src) .. ", alt: " .. quoted(alt) .. "))"
  return pandoc.RawInline("typst", said)
end

local function image(element)
  local alt = element.attributes["fig-alt"]
  if not alt then return nil end
  if FORMAT:match("typst") then return typst_image(element, alt) end
  element.attributes["fig-alt"] = nil
  if FORMAT:match("docx") then
    element.caption = { pandoc.Str(alt) }
  else
    element.attributes["alt"] = alt
  end
  return element
end

local function caption(div)
  local blocks = pandoc.List(div.content)
  local last = blocks:remove()
  local inlines = pandoc.List({ pandoc.Str(labels[div.identifier].number), pandoc.Str("\u{3000}") })
  inlines:extend(last and last.content or {})
  return blocks, inlines
end

-- The unit stands below the title, at the right above the table, and so within the caption.
local function titled(inlines, unit)
  local long = pandoc.List({ pandoc.Plain(inlines) })
  if unit then
    long:insert(pandoc.Plain({ pandoc.Span(unit.content[1].content, pandoc.Attr("", { "unit" })) }))
  end
  return long
end

-- Names the first two and the last rows of a table that may break over pages, so that one left alone
-- there, or two at the end, is found (jxanalytics/book/engines/fitting.py).
local function row_mark(id, name)
  return pandoc.RawInline("typst", '#jx-row("' .. id .. '", "' .. name .. '")')
end

local function rows_named(id, element)
  local rows = pandoc.List()
  for _, body in ipairs(element.bodies) do rows:extend(body.body) end
  if #rows < 5 then return end
  for name, at in pairs({ first = 1, second = 2, before = #rows - 2, last = #rows }) do
    local row = rows[at]
    local cell = row.cells[#row.cells]
    local block = cell.row_span == 1 and cell.contents[#cell.contents]
    if block and block.content then
      block.content:insert(row_mark(id, name))
    end
  end
end

local function typst_table(id, blocks, inlines)
  local short, small = false, false
  for _, block in ipairs(blocks) do
    if block.t == "Table" then
      short, small = block.classes:includes("short"), block.classes:includes("small")
      if not short and not block.classes:includes("form") then rows_named(id, block) end
      block.classes:insert("typst:no-figure")
    end
  end
  local start = pandoc.List({ pandoc.RawInline("typst", '#jx-table("' .. id .. '", ' .. tostring(not short) .. ", [") })
  start:extend(inlines)
  start:insert(pandoc.RawInline("typst", "])[" .. (small and "#show table: set text(size: 8pt)\n" or "")))
  blocks:insert(1, pandoc.Plain(start))
  blocks:insert(pandoc.RawBlock("typst", "]"))
  return blocks
end

local function float(div)
  if not labels[div.identifier] then return nil end
  local blocks, inlines = caption(div)
  local long = { pandoc.Plain(inlines) }
  if div.identifier:match("^tbl") then
    if FORMAT:match("typst") then return typst_table(div.identifier, blocks, inlines) end
    if FORMAT:match("docx") then
      local above = pandoc.Div({ pandoc.Para(inlines) }, pandoc.Attr("", {}, { ["custom-style"] = "Table Caption" }))
      return pandoc.Div({ above, table.unpack(blocks) }, pandoc.Attr(div.identifier))
    end
    local unit = blocks[1].t == "Div" and blocks[1].classes:includes("unit") and blocks:remove(1)
    for _, block in ipairs(blocks) do
      if block.t == "Table" then block.caption = { long = titled(inlines, unit) } end
    end
    -- A frame that scrolls sideways must be reachable by keyboard, and so needs a name.
    -- Pairs, not a map: their order must be the same every time.
    local attributes = {
      { "tabindex", "0" }, { "role", "group" }, { "aria-label", pandoc.utils.stringify(inlines) },
    }
    return pandoc.Div(blocks, pandoc.Attr(div.identifier, { "table-frame" }, attributes))
  end
  local content = blocks:map(function(block)
    return block.t == "Para" and pandoc.Plain(block.content) or block
  end)
  return pandoc.Figure(content, { long = long }, pandoc.Attr(div.identifier))
end

-- Word gives list items a style of their own, which would fall out of the shaded box.
local function pointed(block)
  if block.t ~= "BulletList" then return block end
  local lines = pandoc.List()
  for _, item in ipairs(block.content) do
    for i, part in ipairs(item) do
      if i == 1 and part.content then part.content:insert(1, pandoc.Str("•\u{2002}")) end
      lines:insert(part.t == "Plain" and pandoc.Para(part.content) or part)
    end
  end
  return pandoc.Div(lines)
end

-- The title of a part, before its first chapter: a page of its own.
local PART = "#jx-part["

local function is_part(block)
  return block.t == "Plain" and block.content[1].t == "RawInline" and block.content[1].text == PART
end

local function part(div)
  if not div.classes:includes("part") then return nil end
  local title = div.content[1].content
  if FORMAT:match("docx") then
    return pandoc.Div({ pandoc.Para(title) }, pandoc.Attr(div.identifier, {}, { ["custom-style"] = "PartTitle" }))
  end
  local inlines = pandoc.List({ pandoc.RawInline("typst", PART) })
  inlines:extend(title)
  inlines:insert(pandoc.RawInline("typst", "]"))
  return pandoc.Plain(inlines)
end

local function callout(div)
  for _, class in ipairs(div.classes) do
    local kind = class:match("^callout%-(.*)$")
    if kind then
      local said = div.attributes["title"] or ""
      if FORMAT:match("typst") then
        local blocks = pandoc.List({
          pandoc.Plain({
            pandoc.RawInline("typst", '#jx-callout("' .. kind .. '")['),
            pandoc.Str(said),
            pandoc.RawInline("typst", "]["),
          }),
        })
        blocks:extend(div.content)
        blocks:insert(pandoc.RawBlock("typst", "]"))
        return blocks
      end
      local heading = pandoc.Para({ pandoc.Strong(pandoc.Str(said)) })
      if FORMAT:match("docx") then
        return {
          pandoc.Div({ heading }, pandoc.Attr("", {}, { ["custom-style"] = "CalloutTitle" })),
          pandoc.Div(div.content:map(pointed), pandoc.Attr("", {}, { ["custom-style"] = "Callout" })),
          -- Word would join two boxes that follow each other.
          pandoc.RawBlock("openxml", '<w:p><w:pPr><w:pStyle w:val="CalloutEnd"/></w:pPr></w:p>'),
        }
      end
      local blocks = pandoc.List({ heading })
      blocks:extend(div.content)
      return pandoc.Div(blocks, pandoc.Attr("", { "callout", "callout-" .. kind }, { role = "note" }))
    end
  end
end

local function div(element)
  return float(element) or part(element) or callout(element)
end

-- Where the bracket closes that was opened before block ``at``.
local function closing(blocks, at)
  local open = 1
  while open > 0 do
    at = at + 1
    local text = blocks[at].t == "RawBlock" and blocks[at].text or ""
    if text:match("%[$") then open = open + 1 elseif text == "]" then open = open - 1 end
  end
  return at
end

-- The inlines that the blocks up to ``at`` end with; nil where they end with something else.
local function last_inlines(blocks, at)
  local block = blocks[at]
  while block and block.t == "RawBlock" and block.text == "]" do at = at - 1; block = blocks[at] end
  while block and (block.t == "BulletList" or block.t == "OrderedList" or block.t == "Div") do
    local last = block.content[#block.content]
    block = block.t == "Div" and last or last and last[#last]
  end
  return block and (block.t == "Para" or block.t == "Plain" or block.t == "Header") and block.content
end

-- A mark behind the last text up to block ``at``, by which its place on the page is found: in a box of
-- no width, or it would be counted with what comes after it.
local function mark(blocks, at, label, value)
  local inlines = last_inlines(blocks, at)
  if inlines then
    inlines:insert(pandoc.RawInline("typst", '#jx-mark("' .. label .. '", ' .. value .. ")"))
  end
end

-- The label of a figure or table that begins at block ``first``, and its last block, with the source
-- line or note below it; nil where none begins. ``whole``: it does not break over pages.
local function float_at(blocks, first)
  local block, last, label, whole = blocks[first], first, nil, "false"
  if block.t == "Figure" then
    label = block.identifier
  else
    local start = block.t == "Plain" and block.content[1]
    if not start or start.t ~= "RawInline" then return nil end
    label, whole = start.text:match('^#jx%-table%("([^"]*)", (%a+)')
    if not label then return nil end
    last = closing(blocks, first)
  end
  local below = blocks[last + 1]
  if below and below.t == "RawBlock" and below.text == "#jx-source[" then last = closing(blocks, last + 1) end
  return label, last, whole == "false"
end

-- An official form among the blocks from ``first`` to ``last``.
local function form_among(blocks, first, last)
  for i = first, last do
    if blocks[i].t == "Table" and blocks[i].classes:includes("form") then return blocks[i] end
  end
end

-- An official form stands on one page with its heading and its note: book.typ looks how much room is
-- left below what stands before it, which is marked for that.
local function formed(doc)
  if not within or not FORMAT:match("typst") then return nil end
  for at = #doc.blocks - 1, 1, -1 do
    local id, last, form
    if doc.blocks[at].t == "Header" then id, last = float_at(doc.blocks, at + 1) end
    if id then form = form_among(doc.blocks, at + 1, last) end
    if form then
      form.attributes["typst:inset"] = nil
      doc.blocks:insert(last + 1, pandoc.RawBlock("typst", "]"))
      doc.blocks:insert(at, pandoc.RawBlock("typst", '#jx-form("' .. id .. '")['))
      mark(doc.blocks, at - 1, "before-" .. id, "none")
    end
  end
  return doc
end

-- A figure and a table kept whole stand on one page with the line below them. In chapters that run on
-- each is named, and marked what stands before it: one for which there is no room may go to the top of
-- the next page, the text flowing on (jxanalytics/book/engines/fitting.py). Of another table the line
-- below is marked.
local function floating(doc)
  if not within or not FORMAT:match("typst") then return nil end
  local blocks, flowing, at = pandoc.List(), false, 1
  while at <= #doc.blocks do
    local block, label, last, whole = doc.blocks[at], nil, at, false
    if block.t == "Header" and block.level == 1 then flowing = block.classes:includes("run-on") end
    label, last, whole = float_at(doc.blocks, at)
    if label and whole then
      if flowing then mark(blocks, #blocks, "before-" .. label, "none") end
      blocks:insert(pandoc.RawBlock("typst", flowing and '#jx-float("' .. label .. '")[' or "#jx-kept["))
    elseif label and last_inlines(doc.blocks, last) then
      last_inlines(doc.blocks, last):insert(row_mark(label, "note"))
    end
    -- A table below its heading does not leave it.
    if label and not whole and at > 1 and doc.blocks[at - 1].t == "Header" then
      last_inlines(blocks, #blocks):insert(row_mark(label, "headed"))
    end
    for i = at, last or at do blocks:insert(doc.blocks[i]) end
    if label and whole then blocks:insert(pandoc.RawBlock("typst", "]")) end
    at = (last or at) + 1
  end
  doc.blocks = blocks
  return doc
end

-- A chapter begins a page, unless it runs on after the one before it. Word's style of chapters begins
-- one too: the mark says otherwise (jxanalytics/book/word/finish.py).
local RUN_ON = '<w:p><w:pPr><w:pStyle w:val="RunOn"/></w:pPr></w:p>'

local function begun_in_word(doc)
  local blocks = pandoc.List()
  for _, block in ipairs(doc.blocks) do
    if block.t == "Header" and block.level == 1 and block.classes:includes("run-on") then
      blocks:insert(pandoc.RawBlock("openxml", RUN_ON))
    end
    blocks:insert(block)
  end
  doc.blocks = blocks
  return doc
end

-- In Typst all that stands on one stretch of pages is held together, its end marked. What opens the
-- chapter before its title, a part's page and a page on its side, is none of the stretch before.
local function begun_in_typst(doc)
  local blocks, stretch = pandoc.List(), 0
  local function ended()
    if stretch == 0 then return end
    mark(blocks, #blocks, "jx-end", stretch)
    blocks:insert(pandoc.RawBlock("typst", "]"))
  end
  for _, block in ipairs(doc.blocks) do
    if block.t == "Header" and block.level == 1 and not block.classes:includes("run-on") then
      local turned = #blocks > 0 and blocks[#blocks].text == "#jx-landscape[" and blocks:remove()
      local title = #blocks > 0 and is_part(blocks[#blocks]) and blocks:remove()
      ended()
      if title then blocks:insert(title) end
      stretch = stretch + 1
      blocks:insert(pandoc.RawBlock("typst", "#pagebreak(weak: true)"))
      blocks:insert(pandoc.RawBlock("typst", "#jx-stretch(" .. stretch .. ")["))
      if turned then blocks:insert(turned) end
    end
    if block.t == "Header" and block.level == 1 and block.classes:includes("run-on") then
      blocks:insert(pandoc.RawBlock("typst", "#jx-flush(" .. stretch .. ")"))
    end
    blocks:insert(block)
  end
  ended()
  doc.blocks = blocks
  return doc
end

local function begun(doc)
  if not within then return nil end
  if FORMAT:match("docx") then return begun_in_word(doc) end
  return FORMAT:match("typst") and begun_in_typst(doc) or nil
end

return {
  { Meta = Meta },
  { Cite = reference, Link = link, Image = image },
  { Div = div },
  { Pandoc = floating },
  { Pandoc = formed },
  { Pandoc = begun },
}
