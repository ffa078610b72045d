-- What both engines need and neither knows: words as filed, source lines, the unit above a table.
-- In DOCX a paragraph style, in Typst a function of blocks.typ, in HTML the class as it is.

local STYLES = {
  ["as-filed"] = { docx = "AsFiled", typst = "jx-as-filed" },
  ["source"] = { docx = "SourceLine", typst = "jx-source" },
  ["unit"] = { docx = "UnitLine", typst = "jx-unit" },
  ["lead"] = { docx = "LeadIn", typst = "jx-lead" },
}

local function styled(div)
  for _, class in ipairs(div.classes) do
    local style = STYLES[class]
    if style and FORMAT:match("docx") then
      div.attributes["custom-style"] = style.docx
      return div
    elseif style and FORMAT:match("typst") then
      local blocks = pandoc.List({ pandoc.RawBlock("typst", "#" .. style.typst .. "[") })
      blocks:extend(div.content)
      blocks:insert(pandoc.RawBlock("typst", "]"))
      return blocks
    end
  end
end

-- A line that says what the words below it are stays with them.
local function led(blocks)
  if FORMAT:match("html") then return nil end
  for i = 1, #blocks - 1 do
    local block, below = blocks[i], blocks[i + 1]
    if block.t == "Para" and below.t == "Div" and below.classes:includes("as-filed")
      and utf8.len(pandoc.utils.stringify(block)) <= 120 then
      blocks[i] = pandoc.Div({ block }, pandoc.Attr("", { "lead" }))
    end
  end
  return blocks
end

-- Tables written as plain HTML, so that merged cells, widths and alignment survive every format.
local function table_of(raw)
  if raw.format == "html" and raw.text:match("^%s*<table") then
    return pandoc.read(raw.text, "html").blocks
  end
end

local function strong(block)
  if block.t == "Plain" or block.t == "Para" then
    block.content = { pandoc.Strong(block.content) }
  end
  return block
end

-- Whether a table is short enough to stand on one page, whatever its cells hold.
local function short(element)
  local count = #element.head.rows
  for _, body in ipairs(element.bodies) do count = count + #body.body end
  return count <= 14 and utf8.len(pandoc.utils.stringify(element)) <= 500
end

-- Whether a table needs a page on its side: many columns, and enough rows to be worth one.
-- Official forms, which have no header rows, stay upright as they are on paper.
local function wide(element)
  local count = 0
  for _, body in ipairs(element.bodies) do count = count + #body.body end
  return #element.colspecs > 10 or (#element.colspecs > 8 and count > 10 and #element.head.rows > 0)
end

-- An official form: no header rows, and many cells, upright as it is on paper.
local function form(element)
  return #element.head.rows == 0 and #element.colspecs > 7 and not short(element) and not wide(element)
end

-- Table text has Word styles of its own: pandoc's "Compact" is also that of lists.
local function worded(row, style)
  for _, cell in ipairs(row.cells) do
    cell.contents = cell.contents:map(function(block)
      if block.t ~= "Plain" and block.t ~= "Para" then return block end
      local attributes = { ["custom-style"] = style }
      return pandoc.Div({ pandoc.Para(block.content) }, pandoc.Attr("", {}, attributes))
    end)
  end
end

-- A cell of a few lines is not torn over two pages; one that spans rows, or fills pages, must be.
local function kept_whole(element)
  for _, body in ipairs(element.bodies) do
    for _, row in ipairs(body.body) do
      for _, cell in ipairs(row.cells) do
        if cell.row_span == 1 and utf8.len(pandoc.utils.stringify(cell.contents)) <= 200 then
          cell.attributes["typst:breakable"] = "false"
        end
      end
    end
  end
end

-- The width of a text in em: a letter or figure takes about half of what a Chinese character does.
local function ems(text)
  local width = 0
  for _, code in utf8.codes(text) do width = width + (code < 0x2000 and 0.56 or 1) end
  return width
end

-- Where the brackets begin that a text ends with; nil where it ends otherwise, or is nothing else.
local function bracketed(text)
  local at = nil
  for found in text:gmatch("()（") do at = found end
  return at and at > 1 and text:sub(-#"）") == "）" and at or nil
end

-- A cell's least width in em, of its longest figure (letters may break, figures may not), and the one
-- it wants: its longest line, half of that for what stands at the head of rows or columns (there it
-- breaks before brackets), and a part of it for what spans rows, but four characters if it has them.
local function widths_of(cell, head)
  local least, wanted = 1, 0
  for run in pandoc.utils.stringify(cell.contents):gmatch("[%d%.,%%%+%-]+") do least = math.max(least, 0.6 * #run) end
  for _, block in ipairs(cell.contents) do
    local only = block.content and #block.content == 1 and block.content[1]
    local lines = only and only.t == "Strong" and only.content or block.content or {}
    local width = 0
    for _, inline in ipairs(lines) do
      width = inline.t == "LineBreak" and 0 or width + ems(pandoc.utils.stringify(inline))
      wanted = math.max(wanted, width)
    end
    head = head or (only and only.t == "Strong")
  end
  if head then least = math.max(least, math.min(wanted, 2)) end
  local text = pandoc.utils.stringify(cell.contents)
  local bracket = head and bracketed(text)
  if bracket then return least, math.max(ems(text:sub(1, bracket - 1)), ems(text:sub(bracket))) end
  local rows = cell.row_span > 1 and cell.row_span or head and 2 or 1
  return least, math.max(math.min(wanted, 4), wanted / rows)
end

-- The least and the wanted width of each column in points, of cells that span one column.
local function needs(element, size, inset)
  local least, wanted, held = {}, {}, {}
  local function row_of(row, head)
    local column = 1
    for _, cell in ipairs(row.cells) do
      while (held[column] or 0) > 0 do held[column] = held[column] - 1; column = column + 1 end
      if cell.col_span == 1 then
        local small, good = widths_of(cell, head)
        least[column] = math.max(least[column] or 0, small * size + 2 * inset + 1)
        wanted[column] = math.max(wanted[column] or 0, least[column], good * size + 2 * inset + 2)
      end
      for i = column, column + cell.col_span - 1 do held[i] = cell.row_span - 1 end
      column = column + cell.col_span
    end
    while (held[column] or 0) > 0 do held[column] = held[column] - 1; column = column + 1 end
  end
  for _, row in ipairs(element.head.rows) do row_of(row, true) end
  for _, body in ipairs(element.bodies) do
    for _, row in ipairs(body.body) do row_of(row, false) end
  end
  return least, wanted
end

-- Widths for columns by the shares of those not settled yet, of what the settled ones leave.
local function shared_out(specs, width, settled)
  local rest, shares, given = width, 0, {}
  for i, spec in ipairs(specs) do
    if settled[i] then rest = rest - settled[i] else shares = shares + (spec[2] or 0) end
  end
  for i, spec in ipairs(specs) do
    given[i] = settled[i] or (shares > 0 and rest * (spec[2] or 0) / shares or 0)
  end
  return given, rest
end

-- Settles columns whose given width fails (or more than meets) what ``bound`` says, until none does.
local function settle(specs, width, settled, bound, fails)
  repeat
    local given, changed = shared_out(specs, width, settled), false
    for i in ipairs(specs) do
      if not settled[i] and bound[i] and fails(given[i], bound[i]) then settled[i], changed = bound[i], true end
    end
  until not changed
end

-- Columns as wide as their text where there is room: what a column has beyond that goes to those
-- whose text would break, and no column is narrower than its longest figure.
local function fitted(element, width, size, inset)
  local least, wanted = needs(element, size, inset)
  local specs, settled, open, fits = element.colspecs, {}, 0, true
  for i, given in ipairs((shared_out(specs, width, {}))) do fits = fits and given >= (wanted[i] or 0) end
  if fits then return end
  settle(specs, width, settled, least, function(given, bound) return given < bound end)
  settle(specs, width, settled, wanted, function(given, bound) return given >= bound end)
  -- Among those that break, one of long texts gets more.
  local weighed = pandoc.List()
  for i, spec in ipairs(specs) do weighed[i] = { spec[1], math.sqrt((spec[2] or 0) * (wanted[i] or 0)) } end
  settle(weighed, width, settled, least, function(given, bound) return given < bound end)
  local given, rest = shared_out(weighed, width, settled)
  for i in ipairs(specs) do open = open + (settled[i] and 0 or 1) end
  if rest < 0 or (open > 0 and rest < 0.1 * width) then return end
  -- All on one line: what is left is shared among all.
  local spare = open == 0 and rest / #specs or 0
  for i, spec in ipairs(specs) do specs[i] = { spec[1], (given[i] + spare) / width } end
  element.colspecs = specs
end

-- Where a heading too long for its column breaks: before the brackets it ends with, or else between
-- words, which have two characters, as evenly as may be. Nil where it fits, or neither part would.
local function break_of(text, most)
  local count, bracket = utf8.len(text), bracketed(text)
  if ems(text) <= most then return nil end
  if bracket then
    local head = text:sub(1, bracket - 1)
    return ems(head) <= most and ems(text:sub(bracket)) <= most and bracket or nil
  end
  local best, at = math.huge, nil
  for i = 2, count - 2, 2 do
    local off = math.abs(2 * i - count)
    if i <= most and count - i <= most and off < best then best, at = off, i end
  end
  return at and ems(text) == count and utf8.offset(text, at + 1) or nil
end

-- Headings broken where their words end; ``size`` and ``inset`` in points, of columns ``width`` wide.
local function broken_heads(element, width, size, inset)
  if #element.head.rows ~= 1 then return end
  local column = 1
  for _, cell in ipairs(element.head.rows[1].cells) do
    local block, room = cell.contents[1], -2 * inset - 1
    for i = column, column + cell.col_span - 1 do room = room + (element.colspecs[i][2] or 0) * width end
    column = column + cell.col_span
    local only = block and #cell.contents == 1 and block.content and #block.content == 1 and block.content[1]
    local at = only and only.t == "Str" and break_of(only.text, room / size)
    if at then
      block.content = { pandoc.Str(only.text:sub(1, at - 1)), pandoc.LineBreak(), pandoc.Str(only.text:sub(at)) }
    end
  end
end

-- What a table looks like where no style sheet says it: header rows bold and shaded, many columns
-- set smaller.
local function dressed(element)
  if FORMAT:match("html") then
    element.classes:insert("jx-table")
    return element
  end
  local rows, columns = #element.head.rows, #element.colspecs
  -- Points between the margins, upright and on its side; the size of the text, and what is left free beside it.
  local width, size, inset = 440, 9, 5
  if columns > 7 then width, size, inset = wide(element) and 690 or 440, wide(element) and 8.5 or 8, 2.5 end
  fitted(element, width, size, inset)
  broken_heads(element, width, size, inset)
  for _, row in ipairs(element.head.rows) do
    for _, cell in ipairs(row.cells) do
      cell.contents = cell.contents:map(strong)
    end
  end
  if FORMAT:match("docx") then
    local style = wide(element) and "TableWide" or form(element) and "TableForm" or columns > 7 and "TableNarrow" or "TableText"
    local lines = pandoc.List()
    lines:extend(element.head.rows)
    for _, body in ipairs(element.bodies) do lines:extend(body.body) end
    -- Word keeps a table on one page, if it has room there, when each of its rows is kept with the next.
    local kept = short(element) or form(element)
    for i, row in ipairs(lines) do
      worded(row, (kept and i < #lines) and style .. "Kept" or style)
    end
  end
  if FORMAT:match("typst") then
    if short(element) then element.classes:insert("short") else kept_whole(element) end
    if form(element) then element.classes:insert("form") end
    element.attributes["typst:fill"] =
      '(_, y) => if y < ' .. rows .. ' { rgb("#e9eff5") }'
    if columns > 7 then
      element.attributes["typst:inset"] = "(x: 2.5pt, y: 4pt)"
      element.attributes["typst:text:size"] = wide(element) and columns <= 14 and "8.5pt" or "8pt"
    end
  end
  return element
end

-- Typst reads "..." as an ellipsis, "-2" as a minus sign, and pandoc writes ’ as a straight quote.
-- A string expression is shown as it is; the semicolon ends it before whatever follows.
local function literal(element)
  if not FORMAT:match("typst") then return nil end
  local text = element.text
  if text:find("...", 1, true) or text:find("%-[%d%?]")
    or text:find("‘", 1, true) or text:find("’", 1, true) then
    local quoted = text:gsub("\\", "\\\\"):gsub('"', '\\"')
    return pandoc.RawInline("typst", '#"' .. quoted .. '";')
  end
end

-- A section on its side: Word's mark ends what stands upright before it, then the section itself.
-- The marks are completed with page, margins and footers in jxanalytics/book/word/finish.py.
local function section_end(page)
  return '<w:p><w:pPr><w:pStyle w:val="SectionEnd"/><w:sectPr>' .. page .. "</w:sectPr></w:pPr></w:p>"
end
local TURN = {
  openxml = { section_end(""), section_end('<w:pgSz w:orient="landscape"/>') },
  typst = { "#jx-landscape[", "]" },
}

local function holds_wide(block)
  return block.t == "Div" and block.identifier:match("^tbl%-")
    and block.content:find_if(function(b) return b.t == "Table" and wide(b) end)
end

-- Where the section of a wide table begins: at the headings, with the line or two below them,
-- that would else be left alone on the page before.
local function opening(blocks, at)
  local first, said = at, 0
  while first > 1 and blocks[first - 1].t == "Para" and said <= 200 do
    first = first - 1
    said = said + utf8.len(pandoc.utils.stringify(blocks[first]))
  end
  if first == 1 or blocks[first - 1].t ~= "Header" or said > 200 then return at end
  while first > 1 and blocks[first - 1].t == "Header" do first = first - 1 end
  return first
end

-- Wide tables with what belongs to them; neighbours share a section.
local function wide_stretches(blocks)
  local found = pandoc.List()
  for i, block in ipairs(blocks) do
    if holds_wide(block) then
      local first, last = opening(blocks, i), i
      while blocks[last + 1] and blocks[last + 1].t == "Div" and blocks[last + 1].classes:includes("source") do
        last = last + 1
      end
      local before = found[#found]
      if before and before.last + 1 >= first then before.last = last else found:insert({ first = first, last = last }) end
    end
  end
  return found
end

local function turned(doc)
  local format = FORMAT:match("typst") or (FORMAT:match("docx") and "openxml")
  if not format then return nil end
  local stretches = wide_stretches(doc.blocks)
  for i = #stretches, 1, -1 do
    doc.blocks:insert(stretches[i].last + 1, pandoc.RawBlock(format, TURN[format][2]))
    doc.blocks:insert(stretches[i].first, pandoc.RawBlock(format, TURN[format][1]))
  end
  return doc
end

-- A chart is drawn twice; narrow screens get the one with room for its letters there.
local function both(element)
  local narrow = element.attributes["narrow"]
  if not narrow then return nil end
  element.attributes["narrow"] = nil
  if not FORMAT:match("html") then return element end
  local source = '<picture><source media="(max-width: 600px)" srcset="' .. narrow .. '">'
  return { pandoc.RawInline("html", source), element, pandoc.RawInline("html", "</picture>") }
end

return {
  { RawBlock = table_of },
  { Blocks = led },
  { Pandoc = turned },
  { Div = styled, Table = dressed, Image = both },
  { Str = literal },
}
