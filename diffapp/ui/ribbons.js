// Ribbons: each document in its own order, and a band between linked passages of neighbouring documents.

const SVG = 'http://www.w3.org/2000/svg'
const LEAST_WIDTH = 190 // px, for a lane
const SCROLLING = new Set(['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End', ' '])
const SETTLING = 8 // times that a lane is brought level anew within one frame, at most
const BETWEEN = 60 // px, for the bands

class Ribbons {
  constructor(viewer) {
    this.viewer = viewer
    this.data = viewer.data
    this.lit = null
    this.source = 0 // the lane that the others follow
    this.held = null // the row that was brought beside its counterparts; it stays so until the reader scrolls
    this.slack = null // how far the lanes were from level then, made up for little by little
    this.lanes = this.lots()
    this.gaps = this.lanes.slice(1).map((_, index) => this.gap(index))
    this.root = this.drawn()
    this.listen()
  }

  lots() {
    this.byRow = this.data.rows.map(() => [])
    const leaves = this.data.documents.map(() => [])
    this.data.rows.forEach((row, index) => row.cells.forEach((cell, document) => cell.forEach(passage => {
      const told = `${this.viewer.names[document]} ${passage.label}, ${row.kind === 'only' ? 'no counterpart' : row.kind}`
      const leaf = { passage, row: index, far: this.far(row, document, passage.at), document, told, kind: this.viewer.kindOf(row), length: passage.pieces.reduce((sum, [text]) => sum + text.length, 0) }
      leaves[document].push(leaf)
      this.byRow[index].push(leaf)
    })))
    return leaves.map((list, document) => {
      list.sort((one, other) => one.passage.at - other.passage.at)
      list.forEach((leaf, index) => { leaf.index = index })
      return new Lane(document, this.viewer.names[document], list, this.headings(document, list), leaf => this.paint(leaf))
    })
  }

  /** What a passage is linked with beyond the text beside it, where no band can lead. */
  far(row, document, at) {
    const ends = row.links.flatMap(({ ends: [one, other], pair, score }) => {
      const [mine, theirs, index] = one[0] === document && one[1] === at ? [one, other, 1] : [other, one, 0]
      const reach = Math.abs(mine[0] - theirs[0]) > 1 && mine[0] === document && mine[1] === at
      return reach && !row.cells[Math.min(mine[0], theirs[0]) + 1].length ? [`${pair[index]} (${number(score)})`] : []
    })
    return ends.length ? `linked with ${ends.join(', ')}` : ''
  }

  /** Headings by the place in the lane. */
  headings(document, leaves) {
    const place = new Map(leaves.map((leaf, index) => [leaf.passage.at, index]))
    return this.data.documents[document].headings.filter(([at]) => place.has(at)).map(([at, path]) => [place.get(at), path])
  }

  /** The bands between two neighbouring lanes, and those of them that are in order, to scroll by. */
  gap(index) {
    const bands = []
    this.data.rows.forEach((row, number) => {
      if (row.cells[index].length && row.cells[index + 1].length) bands.push(...this.bands(row, number, index))
    })
    const root = document.createElementNS(SVG, 'svg')
    root.setAttribute('class', 'bands')
    root.setAttribute('aria-hidden', 'true')
    return { bands, root, drawn: new Map(), steps: rising(bands.filter(band => band.kind !== 'moved')) }
  }

  /** Links of a row between two neighbours; where these are linked through the first text alone, by way of it. */
  bands(row, number, index) {
    const leaf = (document, at) => this.byRow[number].find(each => each.document === document && each.passage.at === at)
    const joined = (one, other) => row.links.map(link => [link.ends.find(([document]) => document === one), link.ends.find(([document]) => document === other), link.score])
      .filter(([a, b]) => a && b)
    const direct = joined(index, index + 1).map(([a, b, score]) => [a[1], b[1], score])
    const by = index ? joined(0, index).flatMap(([base, a, first]) => joined(0, index + 1).filter(([other]) => other[1] === base[1])
      .map(([, b, second]) => [a[1], b[1], Math.min(first, second)])) : []
    return (direct.length ? direct : by).map(([a, b, score]) => ({ a: leaf(index, a), b: leaf(index + 1, b), score, row: number, kind: row.kind, through: !direct.length }))
      .filter(band => band.a && band.b)
  }

  drawn() {
    this.tray = el('div', { class: 'tray', hidden: true })
    this.grid = el('div', { class: 'lanes' }, this.lanes.flatMap((lane, index) => index ? [this.gaps[index - 1].root, lane.root] : [lane.root]))
    return el('div', { class: 'ribbons' }, this.grid, this.tray)
  }

  listen() {
    this.lanes.forEach((lane, index) => {
      const lead = () => { this.source = index }
      for (const kind of ['pointerdown', 'focusin']) lane.root.addEventListener(kind, lead)
      for (const kind of ['wheel', 'touchmove', 'keydown']) {
        // asked for at the end of a lane too, where nothing scrolls any more
        lane.root.addEventListener(kind, event => { lead(); if (kind !== 'keydown' || SCROLLING.has(event.key)) { this.release(); this.soon() } }, { passive: true })
      }
      lane.root.addEventListener('scroll', () => { if (index === this.source || this.held != null) this.soon() }, { passive: true })
    })
    const over = event => this.light(event.target.closest?.('[data-leaf]')?.dataset.leaf)
    for (const kind of ['pointerover', 'focusin']) this.root.addEventListener(kind, over)
    this.root.addEventListener('pointerleave', () => this.light(null))
    this.sizes = new ResizeObserver(() => this.measure())
    for (const lane of this.lanes) this.sizes.observe(lane.root)
  }

  close() { this.sizes.disconnect() }

  // ---------------------------------------------------------------- where things are

  /** As high as the window leaves room for. */
  fit() {
    const main = document.querySelector('.stMain')
    const top = this.root.getBoundingClientRect().top + (main?.scrollTop ?? 0)
    this.root.style.blockSize = `${Math.max(innerHeight - top - 12 - this.viewer.$('.now').offsetHeight, 320)}px`
  }

  measure() {
    if (!this.root.isConnected || !this.root.offsetWidth) return
    const lane = this.lanes[this.source]
    const eye = lane.total ? lane.at(lane.root.scrollTop + lane.high * EYE) : -1
    const off = eye < 0 ? 0 : lane.root.scrollTop - lane.tops[eye]
    for (const each of this.lanes) each.measure()
    if (eye >= 0) lane.root.scrollTop = lane.tops[eye] + off
    this.wide = this.gaps.map(gap => gap.root.clientWidth)
    if (this.held != null) this.show(this.held, { focus: false })
    else this.soon()
  }

  soon() { this.asked ||= requestAnimationFrame(() => { this.asked = 0; this.frame() }) }

  /** Draw what has come near, bring the other lanes level, and draw the bands. */
  frame() {
    if (this.held == null) {
      this.lanes[this.source].settle()
      for (let index = this.source + 1; index < this.lanes.length; index++) this.level(index - 1, index)
      for (let index = this.source - 1; index >= 0; index--) this.level(index + 1, index)
    } else for (const lane of this.lanes) lane.settle()
    this.gaps.forEach((gap, index) => this.curve(gap, this.lanes[index], this.lanes[index + 1], this.wide?.[index] ?? 0))
    this.viewer.map?.move()
  }

  /** The reader scrolls: what was brought together drifts back to where the order of the links has it. */
  release() {
    if (this.held == null) return
    this.held = this.slack = null
    const before = this.lanes.map(lane => lane.root.scrollTop)
    this.frame()
    this.slack = { at: before[this.source], off: this.lanes.map((lane, index) => before[index] - lane.root.scrollTop) }
    this.frame()
  }

  level(from, to) {
    const [lane, other] = [this.lanes[from], this.lanes[to]]
    const share = lane.eye()
    const y = lane.root.scrollTop + share * lane.high
    const { slack } = this
    const left = slack ? Math.max(0, 1 - Math.abs(this.lanes[this.source].root.scrollTop - slack.at) / (1.5 * lane.high)) : 0
    if (slack && !left) this.slack = null
    const ended = lane.root.scrollTop + lane.root.clientHeight >= lane.root.scrollHeight - 2 && lane.root.scrollTop > 0
    const go = () => { other.root.scrollTop = ended ? other.root.scrollHeight : this.across(from, to, y) - share * other.high + (slack?.off[to] ?? 0) * left }
    go()
    // what is drawn on the way may be higher or lower than thought, and bring more into view
    for (let turn = 0; turn < SETTLING && other.settle(false); turn++) go()
  }

  /** A height in one lane as the height beside it in the next, between the links around it. */
  across(from, to, y) {
    const [lane, other] = [this.lanes[from], this.lanes[to]]
    const { steps } = this.gaps[Math.min(from, to)]
    const [mine, theirs] = from < to ? ['a', 'b'] : ['b', 'a']
    let [low, high] = [-1, steps.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (lane.tops[steps[middle][mine].index] <= y) low = middle
      else high = middle - 1
    }
    const edge = (step, bottom) => [[mine, lane], [theirs, other]].map(([key, one]) => one.tops[step[key].index] + (bottom ? one.heights[step[key].index] : 0))
    let [start, end] = [low < 0 ? [0, 0] : edge(steps[low]), low < 0 ? null : edge(steps[low], true)]
    if (!end || y > end[0]) [start, end] = [end ?? start, low + 1 < steps.length ? edge(steps[low + 1]) : [lane.total, other.total]]
    const share = end[0] > start[0] ? Math.min((y - start[0]) / (end[0] - start[0]), 1) : 0
    return start[1] + share * (end[1] - start[1])
  }

  // ---------------------------------------------------------------- bands

  curve(gap, left, right, width) {
    const [up, down] = [left.root.scrollTop, right.root.scrollTop]
    const high = left.high
    const seen = new Set()
    for (const band of gap.bands) {
      const [a, b] = [left.tops[band.a.index] - up, right.tops[band.b.index] - down]
      const [c, d] = [a + left.heights[band.a.index], b + right.heights[band.b.index]]
      if ((c < 0 || a > high) && (d < 0 || b > high)) continue
      seen.add(band)
      this.bend(gap, band, [a, c, b, d].map(y => Math.round(Math.max(-high, Math.min(y, 2 * high)))), width)
    }
    for (const [band, group] of gap.drawn) if (!seen.has(band)) { group.remove(); gap.drawn.delete(band) }
  }

  bend(gap, band, [a, c, b, d], w) {
    let group = gap.drawn.get(band)
    if (!group) {
      group = svg('g', { class: `band ${band.kind}${band.score < EVEN ? ' unsure' : ''}${band.through ? ' through' : ''}`, 'data-leaf': band.row, style: `--share:${band.score}` },
        svg('title', {}, this.named(band)), svg('path', {}), svg('text', {}, number(band.score)))
      gap.root.append(group)
      gap.drawn.set(band, group)
      group.classList.toggle('lit', this.lit === band.row)
      group.classList.toggle('selected', this.viewer.selected === band.row)
      group.classList.toggle('faded', !this.viewer.shows(band.row))
    }
    const h = w / 2
    const [, path, text] = group.children
    path.setAttribute('d', `M0,${a}C${h},${a} ${h},${b} ${w},${b}V${d}C${h},${d} ${h},${c} 0,${c}Z`)
    text.setAttribute('x', h)
    text.setAttribute('y', (a + b + c + d) / 4 + 4)
  }

  named({ a, b, kind, score, through }) {
    const who = leaf => `${this.viewer.names[leaf.document]} ${leaf.passage.label}`
    return `${who(a)} – ${who(b)}: ${kind}, ${number(score)}${through ? `, by way of ${this.viewer.names[0]}` : ''}`
  }

  // ---------------------------------------------------------------- light and choice

  paint(leaf) {
    if (!leaf.root) return
    const { selected, walk: { framed } } = this.viewer
    leaf.root.classList.toggle('lit', this.lit === leaf.row)
    leaf.root.classList.toggle('selected', selected === leaf.row)
    leaf.root.classList.toggle('faded', !this.viewer.shows(leaf.row))
    leaf.root.classList.toggle('framed', Boolean(framed?.rows.includes(leaf.row)))
    for (const mark of leaf.root.querySelectorAll('.on')) mark.classList.remove('on')
    if (framed) for (const mark of leaf.root.querySelectorAll(`.${framed.mark}`)) mark.classList.add('on')
  }

  /** Some rows, or all, as they are marked now. */
  repaint(rows) {
    for (const leaves of rows ? rows.map(row => this.byRow[row] ?? []) : this.byRow) leaves.forEach(leaf => this.paint(leaf))
    for (const gap of this.gaps) {
      for (const [band, group] of gap.drawn) {
        group.classList.toggle('selected', this.viewer.selected === band.row)
        group.classList.toggle('faded', !this.viewer.shows(band.row))
      }
    }
  }

  light(row) {
    const now = row == null ? null : Number(row)
    if (now === this.lit) return
    const before = this.lit
    this.lit = now
    for (const index of [before, now]) if (index != null) this.byRow[index].forEach(leaf => this.paint(leaf))
    for (const gap of this.gaps) for (const [band, group] of gap.drawn) group.classList.toggle('lit', band.row === now)
  }

  /** Bring a row's passages beside each other, at the height of one that is in view already. */
  show(row, { focus = true, scroll = true, at } = {}) {
    const leaves = this.byRow[row] ?? []
    if (!leaves.length) return
    const inView = leaf => {
      const lane = this.lanes[leaf.document]
      const top = lane.tops[leaf.index] - lane.root.scrollTop
      return top >= 0 && top + Math.min(lane.heights[leaf.index], lane.high / 2) <= lane.high
    }
    const first = leaves.find(leaf => leaf.document === this.source && (at == null || leaf.passage.at === at)) ?? leaves[0]
    if (scroll) {
      this.source = first.document
      this.held = this.slack = null
      if (!inView(first)) this.align([first], this.lanes[this.source].high * 0.25)
      this.frame()
      this.held = row
      const lane = this.lanes[this.source]
      const height = lane.tops[first.index] - lane.root.scrollTop
      this.align(leaves.filter((leaf, index) => leaf.document !== first.document && leaves.findIndex(one => one.document === leaf.document) === index), height)
      this.frame()
    }
    if (focus) first.root?.focus({ preventScroll: true })
  }

  /** Scroll a lane to a share of its text, which then stands at its upper edge, or in the middle. */
  to(index, share, middle) {
    const lane = this.lanes[index]
    this.source = index
    this.held = this.slack = null
    const go = () => { lane.root.scrollTop = share * lane.total - (middle ? lane.high / 2 : 0) }
    go()
    if (lane.settle(false)) go()
    this.frame()
  }

  /** Scroll each leaf's lane so that it stands at a height; twice, because what is drawn on the way may be higher than thought. */
  align(leaves, height) {
    for (const leaf of leaves) {
      const lane = this.lanes[leaf.document]
      const go = () => { lane.root.scrollTop = lane.tops[leaf.index] - height }
      go()
      if (lane.settle(false)) go()
    }
  }

  reasons(row, open) {
    const wanted = open ?? (this.tray.hidden || this.tray.dataset.row !== String(row))
    this.tray.hidden = !wanted
    if (!wanted) return
    const { data, viewer } = this
    this.tray.dataset.row = row
    const told = viewer.rowsView.inWords(data.rows[row])
    this.tray.replaceChildren(el('div', { class: 'line' }, el('b', {}, told.who.join(' – ')), el('span', { class: 'kind' }, told.kind),
      el('button', { type: 'button', 'data-tray': '', 'aria-label': 'Close the reasons' }, '✕')), reasonsView(data.rows[row]))
    this.tray.scrollTop = 0
  }

  /** A passage or heading as it is drawn here. */
  element({ row, document, at, part }) {
    const leaf = this.byRow[row].find(each => each.document === document && each.passage.at === at)
    if (part === 'p') return leaf?.root?.querySelector('p')
    const above = leaf?.root?.previousElementSibling
    return above?.matches('.heading') ? above : null
  }
}

function svg(tag, attributes, ...children) {
  const made = document.createElementNS(SVG, tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  made.append(...children)
  return made
}

/** The longest run of bands that rise on both sides: the places by which two lanes are kept level. */
function rising(bands) {
  const sorted = [...bands].sort((one, other) => one.a.index - other.a.index || other.b.index - one.b.index)
  const ends = []
  const before = new Map()
  for (const band of sorted) {
    let [low, high] = [0, ends.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (ends[middle].b.index < band.b.index) low = middle + 1
      else high = middle
    }
    before.set(band, ends[low - 1])
    ends[low] = band
  }
  const run = []
  for (let band = ends.at(-1); band; band = before.get(band)) run.unshift(band)
  return run
}
