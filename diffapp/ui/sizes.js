// Size of the text, and how the width is shared: three steps, and columns that can be dragged or given the room.

const STEPS = [['small', 0.9, 'A'], ['normal', 1, 'A'], ['large', 1.2, 'A']]
const WIDEST = 2.4 // times as wide as the others is the column that has the focus
const NARROWEST = 0.35

class Sizes {
  constructor(viewer) {
    this.viewer = viewer
    this.step = STEPS.find(([name]) => name === kept.read('text', 'normal')) ?? STEPS[1]
    this.shares = null
  }

  draw() {
    this.show()
    return el('div', { class: 'steps-of-text', role: 'group', 'aria-label': 'Size of the text' }, STEPS.map(([name, size, sign]) => el('button', { type: 'button', class: 'step', 'data-size': name,
      'aria-label': `${name} text`, title: `${name} text`, 'aria-pressed': String(name === this.step[0]), style: `font-size:${0.75 * size ** 2}rem` }, sign)))
  }

  choose(name) {
    this.step = STEPS.find(([known]) => known === name)
    kept.write('text', name)
    for (const button of this.viewer.$$('[data-size]')) button.setAttribute('aria-pressed', String(button.dataset.size === name))
    this.show()
    this.viewer.measure()
  }

  /** Columns as they were left, where there are as many. */
  show() {
    const { root, names } = this.viewer
    root.style.setProperty('--text', this.step[1])
    if (this.shares?.length !== names.length) this.shares = names.map(() => 1)
    names.forEach((_, index) => root.style.setProperty(`--w${index}`, `${this.shares[index]}fr`))
    const wide = this.focused()
    root.dataset.focus = wide < 0 ? '' : wide
    for (const button of this.viewer.$$('[data-focus-on]')) {
      const on = Number(button.dataset.focusOn) === wide
      button.setAttribute('aria-pressed', String(on))
      button.title = on ? 'All texts equally wide' : 'Give this text the room'
    }
  }

  focused() { return this.shares.findIndex(share => share === WIDEST) }

  /** Room for one text, or for all alike. */
  focus(index) {
    const again = this.focused() === index
    this.shares = this.shares.map((_, each) => each === index && !again ? WIDEST : 1)
    this.show()
    this.viewer.measure()
    this.viewer.say(again ? 'All texts equally wide' : `${this.viewer.names[index]} has the room`)
  }

  /** A handle between two heads; it takes from one side what it gives to the other. */
  handle(index) {
    const handle = el('span', { class: 'handle', role: 'separator', tabindex: '0', 'aria-orientation': 'vertical', 'aria-label': `Width of ${this.viewer.names[index]}`, 'aria-valuenow': 50,
      title: 'Drag to share the width; double click: equal' })
    handle.addEventListener('pointerdown', event => { event.preventDefault(); handle.setPointerCapture(event.pointerId); this.from = { x: event.clientX, shares: [...this.shares] } })
    handle.addEventListener('pointermove', event => { if (handle.hasPointerCapture(event.pointerId)) this.drag(index, event.clientX - this.from.x, this.from.shares) })
    handle.addEventListener('dblclick', () => { this.shares = this.shares.map(() => 1); this.show(); this.viewer.measure() })
    handle.addEventListener('keydown', event => {
      const by = { ArrowLeft: -32, ArrowRight: 32 }[event.key]
      if (by) { event.preventDefault(); this.drag(index, by, [...this.shares]) }
    })
    return handle
  }

  drag(index, by, shares) {
    const total = shares.reduce((sum, share) => sum + share, 0)
    const part = by / Math.max(this.viewer.$('.heads').clientWidth, 1) * total
    const most = shares[index] + shares[index + 1] - NARROWEST
    const first = Math.round(Math.max(NARROWEST, Math.min(shares[index] + part, most)) * 100) / 100
    this.shares = shares.with(index, first).with(index + 1, Math.round((shares[index] + shares[index + 1] - first) * 100) / 100)
    this.viewer.$$('.handle')[index]?.setAttribute('aria-valuenow', Math.round(first / (most + NARROWEST) * 100))
    this.show()
    this.later ||= requestAnimationFrame(() => { this.later = 0; this.viewer.measure() })
  }
}
