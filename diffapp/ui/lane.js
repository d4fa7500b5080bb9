// One document in its own order, in a column that scrolls by itself. Passages are drawn in lots when they come near;
// until then a lot has the height that its text is likely to take.

const LOT = 16
const EYE = 0.4 // lanes are kept level at this share of their height

class Lane {
  /** `leaves` are the passages in order, with their row; `paint` marks a leaf that has been drawn. */
  constructor(document, name, leaves, headings, paint) {
    this.leaves = leaves
    this.paint = paint
    this.headings = new Map(headings)
    this.tops = new Float64Array(leaves.length + 1)
    this.heights = new Float64Array(leaves.length)
    this.lots = []
    for (let from = 0; from < leaves.length; from += LOT) this.lots.push({ from, until: Math.min(from + LOT, leaves.length), root: el('div', { class: 'lot' }), drawn: false, height: 0 })
    this.root = el('section', { class: 'lane', style: side(document), tabindex: '0', 'aria-label': `${name}, in its own order` }, this.lots.map(lot => lot.root))
  }

  /** Heights anew, after the width has changed. */
  measure() {
    this.width = this.root.clientWidth
    this.high = this.root.clientHeight
    const scale = parseFloat(getComputedStyle(this.root).getPropertyValue('--text')) || 1
    for (const lot of this.lots) {
      if (lot.drawn) { this.read(lot); continue }
      let at = 0
      lot.within = []
      for (let index = lot.from; index < lot.until; index++) {
        const { length } = this.leaves[index]
        lot.within.push(at)
        this.heights[index] = 18 + LINE * scale * Math.ceil(length * CHARACTER * scale / Math.max(this.width - 60, 80))
        at += this.heights[index] + (this.headings.has(index) ? 30 : 0)
      }
      lot.height = at
      lot.root.style.blockSize = `${at}px`
    }
    this.place()
  }

  /** What a drawn lot really takes. */
  read(lot) {
    lot.height = lot.root.offsetHeight
    lot.within = []
    for (let index = lot.from; index < lot.until; index++) {
      const { root } = this.leaves[index]
      lot.within.push(root.offsetTop)
      this.heights[index] = root.offsetHeight
    }
  }

  place() {
    let top = 0
    for (const lot of this.lots) {
      for (let index = lot.from; index < lot.until; index++) this.tops[index] = top + lot.within[index - lot.from]
      lot.top = top
      top += lot.height
    }
    this.tops[this.leaves.length] = this.total = top
  }

  /** Draw what is near the window; whether anything was drawn. */
  settle(keep = true) {
    const { scrollTop } = this.root
    const near = this.lots.filter(lot => !lot.drawn && lot.top < scrollTop + 2 * this.high && lot.top + lot.height > scrollTop - this.high)
    if (!near.length) return false
    const eye = this.at(scrollTop + this.high * EYE)
    const before = this.tops[eye]
    for (const lot of near) this.draw(lot)
    for (const lot of near) this.read(lot)
    this.place()
    if (keep && this.tops[eye] !== before) this.root.scrollTop = scrollTop + this.tops[eye] - before
    return true
  }

  draw(lot) {
    lot.drawn = true
    lot.root.style.blockSize = ''
    for (let index = lot.from; index < lot.until; index++) {
      const leaf = this.leaves[index]
      leaf.root = el('div', { class: 'leaf', tabindex: '-1', 'data-leaf': leaf.row, 'data-kind': leaf.kind, 'aria-label': leaf.told, role: 'group' }, passageView(leaf.passage),
        leaf.far ? el('p', { class: 'far' }, leaf.far) : null)
      const path = this.headings.get(index)
      lot.root.append(...path?.length ? [headingView(path)] : [], leaf.root)
      this.paint(leaf)
    }
  }

  /** Which passage is at a height. */
  at(y) {
    let [low, high] = [0, Math.max(this.leaves.length - 1, 0)]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.tops[middle] <= y) low = middle
      else high = middle - 1
    }
    return low
  }

  /** The share of the window that is kept level: the edges of the text meet the edges of the other texts. */
  eye() {
    const { scrollTop } = this.root
    const rest = Math.max(this.total - this.high - scrollTop, 0)
    if (this.total <= 2 * this.high) return scrollTop + rest ? scrollTop / (scrollTop + rest) : EYE
    if (scrollTop < this.high * EYE) return scrollTop / this.high
    return rest < this.high * (1 - EYE) ? 1 - rest / this.high : EYE
  }
}
