// One find box over all texts: headings and passages, wherever they are drawn.

const LIMIT = 3000 // places coloured at once; all are counted and can be stepped through

class Find {
  constructor(viewer) {
    this.viewer = viewer
    this.query = ''
    this.empty()
  }

  empty() {
    this.texts = null
    this.hits = []
    this.hit = -1
  }

  draw() {
    this.box = el('input', { type: 'search', placeholder: 'Find in all texts', 'aria-label': 'Find in all texts', autocomplete: 'off', spellcheck: 'false', value: this.query })
    this.told = el('span', { class: 'count', 'aria-live': 'polite' })
    const step = (by, name, arrow) => el('button', { type: 'button', 'data-find': by, 'aria-label': `${name} place found`, disabled: true }, arrow)
    this.buttons = [step('-1', 'Previous', '↑'), step('1', 'Next', '↓')]
    this.root = el('div', { class: 'find', role: 'search' }, this.box, this.told, this.buttons,
      el('button', { type: 'button', class: 'make', 'data-make': '', title: 'Add these words as a concept' }, '+ concept'))
    this.box.addEventListener('input', () => { this.ask(this.box.value); this.come() })
    return this.root
  }

  /** All that can be found: the text as it is drawn, by row, document and place. */
  everything() {
    return this.texts ??= this.viewer.data.rows.flatMap((row, index) => row.cells.flatMap((cell, document) => cell.flatMap(passage => [
      ...passage.heading.length ? [{ row: index, document, at: passage.at, part: '.heading', text: passage.heading.join(' › ') }] : [],
      { row: index, document, at: passage.at, part: 'p', text: written(printed(passage).rest) }])))
  }

  ask(query) {
    this.query = query
    if (this.box && this.box.value !== query) this.box.value = query
    const asked = query.trim()
    this.hits = asked.length < 2 ? [] : this.matches(asked)
    this.hit = -1
    this.mark()
    this.count()
    this.viewer.map?.draw()
  }

  matches(asked) {
    const loose = asked.replace(/[.*+?^${}()|[\]\\\/-]/g, '\\$&').replace(/\s+/g, '\\s+')
      .replace(/['‘’]/g, '[\'‘’]').replace(/["“”]/g, '["“”]')
    const pattern = new RegExp(loose, 'gi')
    const hits = []
    for (const entry of this.everything()) {
      if (!this.viewer.shows(entry.row)) continue
      for (const match of entry.text.matchAll(pattern)) hits.push({ entry, start: match.index, end: match.index + match[0].length })
    }
    return hits
  }

  /** Colour what is found and drawn; called again when more is drawn. */
  mark() {
    CSS.highlights?.delete('diffapp-find')
    CSS.highlights?.delete('diffapp-found')
    if (!this.hits.length || !CSS.highlights) return
    const shown = this.hits.slice(0, LIMIT).map(hit => this.range(hit)).filter(Boolean)
    if (shown.length) CSS.highlights.set('diffapp-find', new Highlight(...shown))
    const found = this.hits[this.hit] && this.range(this.hits[this.hit])
    if (found) CSS.highlights.set('diffapp-found', new Highlight(found))
  }

  /** Where a hit stands among the text nodes, which marks cut; nothing where it is not drawn. */
  range({ entry, start, end }) {
    const place = this.viewer.element(entry)
    if (!place) return null
    const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT)
    const range = new Range()
    for (let at = 0; walker.nextNode(); at += walker.currentNode.data.length) {
      const length = walker.currentNode.data.length
      if (start >= at && start < at + length) range.setStart(walker.currentNode, start - at)
      if (end > at && end <= at + length) { range.setEnd(walker.currentNode, end - at); return range }
    }
    return null
  }

  count() {
    const asked = this.query.trim()
    const total = this.hits.length
    this.root.classList.toggle('asked', asked.length > 1)
    this.told.textContent = asked.length < 2 ? '' : total ? `${this.hit < 0 ? '' : `${this.hit + 1} of `}${total}` : 'none'
    for (const button of this.buttons) button.disabled = !total
  }

  /** While typing: the first place from where the reader is. */
  come() {
    const from = Math.max(this.viewer.selected, 0)
    const next = this.hits.findIndex(hit => hit.entry.row >= from)
    if (this.hits.length) this.go(Math.max(next, 0), false)
  }

  seek(by) {
    if (!this.hits.length) return
    this.go((this.hit + by + this.hits.length + (this.hit < 0 && by < 0 ? 1 : 0)) % this.hits.length, true)
  }

  /** In a long passage the place itself has to come into view. */
  center(range, entry) {
    if (!range) return
    const lane = this.viewer.ribboned ? this.viewer.ribbons.lanes[entry.document].root : null
    const scroller = lane ?? document.querySelector('.stMain')
    if (!scroller) return
    const house = scroller.getBoundingClientRect()
    const top = house.top + (lane ? 0 : this.viewer.top)
    const { top: from, bottom: to } = range.getBoundingClientRect()
    if (from < top || to > house.bottom - 60) scroller.scrollTop += from - top - (house.bottom - top) * 0.3
    if (lane) this.viewer.ribbons.soon()
  }

  go(index, chosen) {
    this.hit = index
    const { entry } = this.hits[index]
    this.viewer.rowsView.fill(entry.row)
    if (chosen) this.viewer.select(entry.row, { focus: false, scroll: false })
    this.viewer.bring(entry)
    this.center(this.range(this.hits[index]), entry)
    this.mark()
    this.count()
  }
}
