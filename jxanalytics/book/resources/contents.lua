-- A table of contents for Word that already holds its entries: pandoc's own is empty until Word
-- fills it in, and other programs never do. Word still adds the page numbers when it updates it.

-- How many levels it lists (metadata jx-depth).
local deepest = 2

local function xml(text)
  return (text:gsub("&", "&amp;"):gsub("<", "&lt;"):gsub(">", "&gt;"))
end

-- The bookmark pandoc sets at a heading: Word allows forty characters, the first a letter.
local function bookmark(id)
  if id:match("^[%a\128-\255]") and utf8.len(id) <= 40 then return id end
  return "X" .. pandoc.utils.sha1(id):sub(2)
end

local function entry(heading, number)
  local said = (number ~= "" and number .. "\u{3000}" or "") .. pandoc.utils.stringify(heading)
  return '<w:hyperlink w:anchor="' .. bookmark(heading.identifier) .. '"><w:r>'
    .. '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">'
    .. xml(said) .. "</w:t></w:r></w:hyperlink>"
end

local function field(kind, more)
  return '<w:r><w:fldChar w:fldCharType="' .. kind .. '"' .. (more or "") .. "/></w:r>"
end

local function contents(entries)
  local begin = field("begin", ' w:dirty="true"') .. '<w:r><w:instrText xml:space="preserve">TOC \\o "1-'
    .. deepest .. '" \\h \\z \\u</w:instrText></w:r>' .. field("separate")
  local lines = pandoc.List()
  for i, said in ipairs(entries) do
    lines:insert('<w:p><w:pPr><w:pStyle w:val="TOC' .. said.level .. '"/></w:pPr>'
      .. (i == 1 and begin or "") .. said.text .. (i == #entries and field("end") or "") .. "</w:p>")
  end
  return '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
    .. '<w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>'
    .. '<w:p><w:pPr><w:pStyle w:val="TOCHeading"/></w:pPr><w:r><w:t>目　录</w:t></w:r></w:p>'
    .. table.concat(lines) .. "</w:sdtContent></w:sdt>"
    -- Title page and contents have page numbers of their own (jxanalytics/book/word/finish.py).
    .. '<w:p><w:pPr><w:pStyle w:val="SectionEnd"/><w:sectPr><w:pgNumType w:fmt="upperRoman"/></w:sectPr></w:pPr></w:p>'
end

function Pandoc(doc)
  deepest = tonumber(pandoc.utils.stringify(doc.meta["jx-depth"] or "2"))
  local before = tonumber(pandoc.utils.stringify(doc.meta["jx-offset"] or "0"))
  local counts, entries = { before, 0 }, pandoc.List()
  for _, block in ipairs(doc.blocks) do
    if block.t == "Div" and block.attributes["custom-style"] == "PartTitle" then
      entries:insert({ level = 1, text = entry(block, "") })
    elseif block.t == "Header" and block.level <= deepest then
      local number = ""
      if not block.classes:includes("unnumbered") then
        counts[block.level] = counts[block.level] + 1
        if block.level == 1 then counts[2] = 0 end
        number = table.concat(counts, ".", 1, block.level)
      end
      entries:insert({ level = block.level, text = entry(block, number) })
    end
  end
  if #entries > 0 then doc.blocks:insert(1, pandoc.RawBlock("openxml", contents(entries))) end
  return doc
end
