-- A table of contents for Word that already holds its entries: pandoc's own is empty until Word
-- fills it in, and other programs never do. Of an entry only the page is a field, which every program
-- works out when it lays the pages out; within a field of Word's own contents none but Word would.

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

local function field(kind, more)
  return '<w:r><w:fldChar w:fldCharType="' .. kind .. '"' .. (more or "") .. "/></w:r>"
end

local function entry(heading, number)
  local said = (number ~= "" and number .. "\u{3000}" or "") .. pandoc.utils.stringify(heading)
  local place = bookmark(heading.identifier)
  return '<w:hyperlink w:anchor="' .. place .. '"><w:r>'
    .. '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">'
    .. xml(said) .. "</w:t></w:r><w:r><w:tab/></w:r>" .. field("begin", ' w:dirty="true"')
    .. '<w:r><w:instrText xml:space="preserve"> PAGEREF ' .. place .. " \\h </w:instrText></w:r>"
    .. field("separate") .. "<w:r><w:t></w:t></w:r>" .. field("end") .. "</w:hyperlink>"
end

local function contents(entries)
  local lines = pandoc.List()
  for _, said in ipairs(entries) do
    lines:insert('<w:p><w:pPr><w:pStyle w:val="TOC' .. said.level .. '"/></w:pPr>' .. said.text .. "</w:p>")
  end
  return '<w:p><w:pPr><w:pStyle w:val="TOCHeading"/></w:pPr><w:r><w:t>目　录</w:t></w:r></w:p>'
    .. table.concat(lines)
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
