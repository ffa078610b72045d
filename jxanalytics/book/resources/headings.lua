-- Titles and headings of a document that holds several chapters (metadata jx-within), after embedded.lua.

local whole, parts = false, false

-- A long title that ends in brackets breaks before the first of them on the title page, not within.
local function titled_in_lines(meta)
  local title = pandoc.utils.stringify(meta.title or "")
  local head, tail = title:match("^(.-)(（.+）)$")
  if not head or head == "" or utf8.len(title) < 20 then return meta end
  local lines = pandoc.Inlines({ pandoc.Str(head), pandoc.LineBreak(), pandoc.Str(tail) })
  meta["title-page"] = lines
  if FORMAT:match("docx") then meta.title = lines end
  return meta
end

local function read(meta)
  whole, parts = #(meta["jx-within"] or {}) > 0, meta["jx-parts"] == true
  return whole and titled_in_lines(meta) or nil
end

-- In a PDF with parts these are the headings of the first level, chapters of the second.
local function below_parts(header)
  if parts and FORMAT:match("typst") then
    header.level = header.level + 1
    return header
  end
end

-- Below an unnumbered chapter nothing is numbered, or its sections would be 0.1, 0.2 ...
local function unnumbered(doc)
  if not whole then return nil end
  local plain = false
  for _, block in ipairs(doc.blocks) do
    if block.t == "Header" and block.level == 1 then
      plain = block.classes:includes("unnumbered")
    elseif block.t == "Header" and plain then
      block.classes:insert("unnumbered")
    end
  end
  return doc
end

return {
  { Meta = read },
  { Pandoc = unnumbered },
  { Header = below_parts },
}
