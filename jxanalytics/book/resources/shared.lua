-- What both engines need and neither knows: words as filed, source lines, the unit above a table.
-- In DOCX a paragraph style, in Typst a function of blocks.typ, in HTML the class as it is.

local STYLES = {
  ["as-filed"] = { docx = "AsFiled", typst = "jx-as-filed" },
  ["source"] = { docx = "SourceLine", typst = "jx-source" },
  ["unit"] = { docx = "UnitLine", typst = "jx-unit" },
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
  return count <= 12 and utf8.len(pandoc.utils.stringify(element)) <= 500
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

-- What a table looks like where no style sheet says it: header rows bold and shaded, many columns
-- set smaller.
local function dressed(element)
  if FORMAT:match("html") then
    element.classes:insert("jx-table")
    return element
  end
  for _, row in ipairs(element.head.rows) do
    for _, cell in ipairs(row.cells) do
      cell.contents = cell.contents:map(strong)
    end
  end
  local rows, columns = #element.head.rows, #element.colspecs
  if FORMAT:match("docx") then
    local style = columns > 7 and "TableNarrow" or "TableText"
    local lines = pandoc.List()
    lines:extend(element.head.rows)
    for _, body in ipairs(element.bodies) do lines:extend(body.body) end
    -- Word keeps a short table on one page when each of its rows is kept with the next.
    local kept = short(element)
    for i, row in ipairs(lines) do
      worded(row, (kept and i < #lines) and style .. "Kept" or style)
    end
  end
  if FORMAT:match("typst") then
    if short(element) then element.classes:insert("short") end
    element.attributes["typst:fill"] =
      '(_, y) => if y < ' .. rows .. ' { rgb("#e9eff5") }'
    if columns > 7 then
      element.attributes["typst:inset"] = "(x: 2.5pt, y: 4pt)"
      element.attributes["typst:text:size"] = columns > 10 and "7.5pt" or "8pt"
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

return {
  { RawBlock = table_of },
  { Div = styled, Table = dressed },
  { Str = literal },
}
