-- What both engines need and neither knows: words as filed, source lines, the unit above a table.
-- In DOCX a paragraph style, in Typst a function of blocks.typ, in HTML the class as it is.

local STYLES = {
  ["as-filed"] = { docx = "AsFiled", typst = "jx-as-filed" },
  ["source"] = { docx = "SourceLine", typst = "jx-source" },
  ["unit"] = { docx = "UnitLine", typst = "jx-unit" },
}

function Div(div)
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
function RawBlock(raw)
  if raw.format == "html" and raw.text:match("^%s*<table") then
    return pandoc.read(raw.text, "html").blocks
  end
end
