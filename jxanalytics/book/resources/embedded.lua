-- What Quarto does itself and plain pandoc does not: numbered captions, references to them,
-- call-outs, links between chapters, alternative text. Numbers come ready from the stage
-- (metadata jx-labels: label -> "chapter|表 2.1"); nothing is counted here.

local labels, whole, chapter = {}, false, ""

function Meta(meta)
  for label, said in pairs(meta["jx-labels"] or {}) do
    local where, number = pandoc.utils.stringify(said):match("^(.-)|(.*)$")
    labels[label] = { chapter = where, number = number }
  end
  whole = meta["jx-whole"] ~= nil and pandoc.utils.stringify(meta["jx-whole"]) == "true"
  chapter = pandoc.utils.stringify(meta["jx-chapter"] or "")
end

local function target(label)
  local page = labels[label].chapter
  if whole or page == chapter then return "#" .. label end
  return page .. ".html#" .. label
end

local function reference(cite)
  local id = cite.citations[1].id
  if not labels[id] then return nil end
  return pandoc.Link({ pandoc.Str((labels[id].number:gsub(" ", "\u{A0}"))) }, target(id),
    "", { class = "ref" })
end

local function link(element)
  local page, anchor = element.target:match("^([%w%.%-_]+)%.md(#.*)$")
  if page then element.target = whole and anchor or page .. ".html" .. anchor end
  return element
end

local function image(element)
  local alt = element.attributes["fig-alt"]
  if not alt then return nil end
  element.attributes["fig-alt"] = nil
  if FORMAT:match("docx") then
    element.caption = { pandoc.Str(alt) }
  elseif FORMAT:match("typst") then
    -- Alternative text reaches a tagged PDF through image(alt: ..).
    element.attributes["typst:alt"] = nil
    element.caption = {}
    element.attributes["alt"] = alt
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

local function float(div)
  if not labels[div.identifier] then return nil end
  local blocks, inlines = caption(div)
  local long = { pandoc.Plain(inlines) }
  if div.identifier:match("^tbl") then
    for _, block in ipairs(blocks) do
      if block.t == "Table" then
        block.caption = { long = long }
        if FORMAT:match("html") then
          block.classes:insert("jx-table")
          block.attributes["aria-label"] = pandoc.utils.stringify(inlines)
        end
      end
    end
    return pandoc.Div(blocks, pandoc.Attr(div.identifier, { "table-frame" }))
  end
  local content = blocks:map(function(block)
    return block.t == "Para" and pandoc.Plain(block.content) or block
  end)
  return pandoc.Figure(content, { long = long }, pandoc.Attr(div.identifier))
end

local function callout(div)
  for _, class in ipairs(div.classes) do
    local kind = class:match("^callout%-(.*)$")
    if kind then
      local title = pandoc.Para({ pandoc.Strong(pandoc.Str(div.attributes["title"] or "")) })
      if FORMAT:match("typst") then
        local blocks = pandoc.List({ pandoc.RawBlock("typst", '#jx-callout("' .. kind .. '")['), title })
        blocks:extend(div.content)
        blocks:insert(pandoc.RawBlock("typst", "]"))
        return blocks
      end
      local blocks = pandoc.List({ title })
      blocks:extend(div.content)
      local attributes = FORMAT:match("docx") and { ["custom-style"] = "Callout" } or { role = "note" }
      return pandoc.Div(blocks, pandoc.Attr("", { "callout", "callout-" .. kind }, attributes))
    end
  end
end

local function div(element)
  return float(element) or callout(element)
end

return {
  { Meta = Meta },
  { Cite = reference, Link = link, Image = image },
  { Div = div },
}
