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

-- Whether a paragraph leads to what stands below it: to words as filed; ending in a colon, to a list or
-- a box; below a heading, to a table it does not refer to; and the end of words as filed to the line that
-- says where they stand.
local function leads(above, block, below)
  if block.t ~= "Para" then return false end
  local said = pandoc.utils.stringify(block)
  if utf8.len(said) > 120 then return false end
  if below.t ~= "Div" then return below.t == "BulletList" and said:match("：$") ~= nil end
  local refers = block.content:find_if(function(inline) return inline.t == "Cite" end)
  if below.identifier:match("^tbl%-") then return above and above.t == "Header" and not refers end
  local source = below.classes:includes("source") and FORMAT:match("typst")
  local box = below.classes:find_if(function(class) return class:match("^callout%-") end)
  return source or below.classes:includes("as-filed") or (box and said:match("：$") ~= nil)
end

-- A line that says what the words below it are stays with them.
local function led(blocks)
  if FORMAT:match("html") then return nil end
  for i = 1, #blocks - 1 do
    if leads(blocks[i - 1], blocks[i], blocks[i + 1]) then
      blocks[i] = pandoc.Div({ blocks[i] }, pandoc.Attr("", { "lead" }))
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

-- A cell of a few lines is not torn over two pages, nor are the few rows it spans; one that spans
-- many, or fills pages, must be.
local function kept_whole(element)
  for _, body in ipairs(element.bodies) do
    for _, row in ipairs(body.body) do
      for _, cell in ipairs(row.cells) do
        if cell.row_span <= 4 and utf8.len(pandoc.utils.stringify(cell.contents)) <= 200 then
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

-- Where a header breaks: before brackets, and what is longer than ``room`` (in em) after an even
-- number of characters, two words of two and more, as evenly as that goes.
local function header_lines(text, room)
  local lines = pandoc.List()
  for part in text:gsub("（", "\n（"):gmatch("[^\n]+") do
    local count, best = utf8.len(part), nil
    for first = 2, count - 2, 2 do
      if not best or math.max(first, count - first) < math.max(best, count - best) then best = first end
    end
    if ems(part) <= room or not best or part:match("[%w%s]") then
      lines:insert(part)
    else
      local at = utf8.offset(part, best + 1)
      lines:extend({ part:sub(1, at - 1), part:sub(at) })
    end
  end
  return lines
end

local function widest(lines)
  local width = 0
  for _, line in ipairs(lines) do width = math.max(width, ems(line)) end
  return width
end

-- The headers of columns too narrow for them, broken between words.
local function headers_broken(element, width, size, inset)
  local row = #element.head.rows == 1 and element.head.rows[1]
  if not row or #row.cells ~= #element.colspecs then return end
  for i, cell in ipairs(row.cells) do
    local text = pandoc.utils.stringify(cell.contents)
    local room = ((element.colspecs[i][2] or 0) * width - 2 * inset) / size
    local lines = ems(text) > room and header_lines(text, room) or {}
    if #lines > 1 and widest(lines) <= room then
      local inlines = pandoc.List()
      for at, line in ipairs(lines) do
        if at > 1 then inlines:insert(pandoc.LineBreak()) end
        inlines:insert(pandoc.Str(line))
      end
      cell.contents = pandoc.Blocks({ pandoc.Plain(inlines) })
    end
  end
end

-- A cell's least width in em, of its longest figure (letters may break, figures may not), and the one
-- it wants: its longest line, half of that for what stands at the head of rows or columns, and a
-- part of it for what spans rows, but four characters if it has them.
local function widths_of(cell, head)
  local least, wanted, stub = 1, 0, false
  for run in pandoc.utils.stringify(cell.contents):gmatch("[%d%.,%%%+%-]+") do least = math.max(least, 0.6 * #run) end
  for _, block in ipairs(cell.contents) do
    local only = block.content and #block.content == 1 and block.content[1]
    local lines = only and only.t == "Strong" and only.content or block.content or {}
    local width = 0
    for _, inline in ipairs(lines) do
      width = inline.t == "LineBreak" and 0 or width + ems(pandoc.utils.stringify(inline))
      wanted = math.max(wanted, width)
    end
    stub = stub or (only and only.t == "Strong")
  end
  if head then
    local text = pandoc.utils.stringify(cell.contents)
    least = math.max(least, widest(header_lines(text, 4)))
    wanted = math.max(least, math.min(wanted, widest(header_lines(text, 5))))
    return least, wanted
  end
  -- The head of rows of a form is no column of single characters.
  if stub then least = math.max(least, math.min(wanted, 2)) end
  local rows = cell.row_span > 1 and cell.row_span or stub and 2 or 1
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

-- What a table looks like where no style sheet says it: header rows bold and shaded, many columns
-- set smaller.
local function dressed(element)
  if FORMAT:match("html") then
    element.classes:insert("jx-table")
    return element
  end
  local rows, columns = #element.head.rows, #element.colspecs
  -- Points between the margins, upright and on its side.
  local room, size, inset = wide(element) and 690 or 440, 9, 5
  if columns > 7 then
    size, inset = FORMAT:match("docx") and (wide(element) and 8.5 or 8) or 9, 2.5
  end
  if columns > 9 and not wide(element) then
    size = 8
    element.classes:insert("small")
  end
  fitted(element, room, size, inset)
  headers_broken(element, room, size, inset)
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
    if columns > 7 then element.attributes["typst:inset"] = "(x: 2.5pt, y: 4pt)" end
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
    -- From 80% to 100%: a line may break there, or it would be torn apart for want of a place.
    quoted = quoted:gsub("%%%-(%d)", '%%-";#box();#"%1')
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
