// The whole comparison at the right edge: a track for each text, coloured by kind, with what is found and framed.
// It is a short cut for the mouse; keyboard and screen readers have the rows themselves.

const LEAST = 2 // px, a mark that must be seen

class Minimap {
  constructor(viewer) {
    this.viewer = viewer
    this.canvas = el('canvas', {})
    this.root = el('div', { class: 'map', 'aria-hidden': 'true' }, this.canvas)
    this.frames = viewer.names.map(() => el('i', { class: 'frame' }))
    this.root.append(...this.frames)
    this.main = document.querySelector('.stMain')
    this.onScroll = () => { this.asked ||= requestAnimationFrame(() => { this.asked = 0; this.move() }) }
    this.onTheme = () => requestAnimationFrame(() => this.draw())
    this.main?.addEventListener('scroll', this.onScroll, { passive: true })
    this.theme = matchMedia('(prefers-color-scheme: dark)')
    this.theme.addEventListener('change', this.onTheme)
    this.root.addEventListener('pointerdown', event => {
      this.root.setPointerCapture(event.pointerId)
      this.grab(event)
    })
    this.root.addEventListener('pointermove', event => { if (this.root.hasPointerCapture(event.pointerId)) this.jump(event) })
  }

  close() {
    clearTimeout(this.later)
    this.main?.removeEventListener('scroll', this.onScroll)
    this.theme.removeEventListener('change', this.onTheme)
  }

  /** One list of segments for each text: where they begin and end, from 0 to 1, and of which row they are. */
  plan() {
    const { viewer } = this
    if (viewer.ribboned) return viewer.ribbons.lanes.map(lane => lane.leaves.map(leaf => [lane.tops[leaf.index] / lane.total, (lane.tops[leaf.index] + lane.heights[leaf.index]) / lane.total, leaf.row]))
    this.starts ??= this.rowStarts()
    const total = this.starts.at(-1) || 1
    return viewer.names.map((_, document) => viewer.data.rows.flatMap((row, index) => row.cells[document].length && viewer.shows(index)
      ? [[this.starts[index] / total, this.starts[index + 1] / total, index]] : []))
  }

  /** How far down each row begins, by the length of its text: stable, whatever has been laid out. */
  rowStarts() {
    let at = 0
    const starts = [0]
    this.viewer.data.rows.forEach((row, index) => {
      const long = Math.max(...row.cells.map(cell => cell.reduce((sum, passage) => sum + passage.pieces.reduce((all, [text]) => all + text.length, 60), 0)))
      at += this.viewer.shows(index) ? long : 0
      starts.push(at)
    })
    return starts
  }

  /** Other rows are shown: what was reckoned of the old ones is worth nothing. */
  forget() { this.starts = this.packs = null }

  /** As high as what the window leaves; the picture is stretched at once and drawn anew later. */
  fit() {
    const { top } = this.root.getBoundingClientRect()
    const high = this.viewer.ribboned ? 0 : Math.round(innerHeight - Math.max(top, 8) - 12)
    if (high === this.fitted) return
    this.fitted = high
    this.root.style.blockSize = high ? `${high}px` : ''
    this.high = this.root.clientHeight
    clearTimeout(this.later)
    this.later = setTimeout(() => this.draw(), 150)
  }

  draw() {
    this.fit()
    clearTimeout(this.later)
    const [wide, high] = [this.root.clientWidth, this.root.clientHeight]
    if (!wide || !high) return
    const scale = devicePixelRatio || 1
    Object.assign(this.canvas, { width: wide * scale, height: high * scale })
    const brush = this.canvas.getContext('2d')
    brush.scale(scale, scale)
    this.high = high
    this.tracks = this.plan()
    const colors = this.colors()
    const found = new Set(this.viewer.find.hits.map(hit => `${hit.entry.document} ${hit.entry.row}`))
    const framed = new Set(this.viewer.walk.framed?.rows)
    this.width = (wide - 10) / this.tracks.length
    this.tracks.forEach((track, document) => {
      const x = 5 + document * this.width
      for (const [from, to, row] of track) {
        const [y, tall] = [from * high, Math.max((to - from) * high - 0.5, 0.6)]
        const kind = this.viewer.kindOf(this.viewer.data.rows[row])
        brush.globalAlpha = this.viewer.shows(row) ? 1 : 0.25
        brush.fillStyle = kind.startsWith('only') ? colors.sides[document] : colors[kind]
        brush.fillRect(x + 1, y, this.width - 3, tall)
        brush.globalAlpha = 1
        if (framed.has(row)) this.mark(brush, colors.accent, x - 1, y, 3, tall)
        if (found.has(`${document} ${row}`)) this.mark(brush, colors.found, x + this.width - 5, y, 4, Math.min(tall, 4))
      }
    })
    this.move()
  }

  mark(brush, color, x, y, wide, tall) {
    brush.fillStyle = color
    brush.fillRect(x, y, wide, Math.max(tall, LEAST))
  }

  colors() {
    const probe = this.root.appendChild(el('i', { hidden: true }))
    const read = color => { probe.style.color = color; return getComputedStyle(probe).color }
    const colors = { shared: read('color-mix(in oklab, var(--ink) 28%, var(--bg))'), moved: read('var(--moved)'), accent: read('var(--accent)'),
      found: read('light-dark(#d98c00, #ffd257)'), sides: this.viewer.names.map((_, index) => read(`color-mix(in oklab, var(--side-${index}) 80%, var(--bg))`)) }
    probe.remove()
    return colors
  }

  /** The windows onto the texts: one in Rows, one for each lane in Ribbons. */
  move() {
    if (!this.high) return
    this.fit()
    const { viewer } = this
    const lanes = viewer.ribboned ? viewer.ribbons.lanes : null
    const spans = lanes ? lanes.map(lane => [lane.root.scrollTop / lane.total, (lane.root.scrollTop + lane.high) / lane.total]) : [this.span()]
    this.frames.forEach((frame, index) => {
      const span = spans[index]
      frame.hidden = !span
      if (!span) return
      const [from, to] = span.map(share => Math.max(0, Math.min(share, 1)) * this.high)
      frame.style.cssText = `transform:translateY(${from.toFixed(1)}px);block-size:${Math.max(to - from, 6).toFixed(1)}px;${lanes ? `inset-inline-start:${4 + index * this.width}px;inline-size:${this.width}px` : ''}`
    })
  }

  /** From which to which share the rows in the window go; found by halving, first among packs: no other is laid out. */
  span() {
    this.packs ??= this.viewer.rowsView.packs.filter(pack => !pack.root.hidden)
    if (!this.packs.length) return null
    this.starts ??= this.rowStarts()
    const house = this.main?.getBoundingClientRect().top ?? 0
    return [house + this.viewer.top, innerHeight].map(y => this.share(y))
  }

  share(y) {
    const pack = last(this.packs, each => each.root.getBoundingClientRect().top <= y)
    const inside = []
    for (let index = pack.from; index < pack.until; index++) if (!this.viewer.rows[index].hidden) inside.push(index)
    const index = last(inside, each => this.viewer.rows[each].getBoundingClientRect().top <= y)
    const box = this.viewer.rows[index].getBoundingClientRect()
    const part = Math.max(0, Math.min((y - box.top) / (box.height || 1), 1))
    return (this.starts[index] + part * (this.starts[index + 1] - this.starts[index])) / (this.starts.at(-1) || 1)
  }

  /** Where the pointer took hold: of a frame, which then keeps to it, or of a place to jump to. */
  grab(event) {
    const box = this.root.getBoundingClientRect()
    const frame = this.frames.find(each => !each.hidden && inside(each.getBoundingClientRect(), event))
    this.held = frame ? event.clientY - frame.getBoundingClientRect().top : null
    this.lane = Math.max(0, Math.min(Math.floor((event.clientX - box.left - 5) / this.width), this.viewer.names.length - 1))
    if (!frame) this.jump(event)
    event.preventDefault()
  }

  jump(event) {
    const box = this.root.getBoundingClientRect()
    const share = Math.max(0, Math.min((event.clientY - box.top - (this.held ?? 0)) / this.high, 0.9999))
    if (this.viewer.ribboned) return this.viewer.ribbons.to(this.lane, share, this.held == null)
    const target = share * (this.starts.at(-1) || 1)
    const index = this.starts.findIndex((start, at) => this.starts[at + 1] > target && start <= target)
    const row = this.viewer.rows[index]
    if (!row) return
    this.viewer.rowsView.fill(index)
    const part = (target - this.starts[index]) / (this.starts[index + 1] - this.starts[index] || 1)
    const bar = this.viewer.$('.top').offsetHeight
    const go = () => { this.main.scrollTop += row.getBoundingClientRect().top + part * row.offsetHeight - this.main.getBoundingClientRect().top - (this.held == null ? innerHeight * 0.4 : bar) }
    go()
    requestAnimationFrame(go) // rows that came into view on the way may be higher than thought
  }
}

const inside = (box, { clientX: x, clientY: y }) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom

/** The last of a list for which something holds that holds up to a place and no further; else the first. */
function last(list, holds) {
  let [low, high] = [0, list.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (holds(list[middle])) low = middle
    else high = middle - 1
  }
  return list[low]
}
