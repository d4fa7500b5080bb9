// What is marked in the texts can be switched on and off; what belongs together lights up on both sides.

const LAYERS = [['differences', 'Differences', 'Terms of the listed differences'], ['wording', 'Wording', 'Words that are shared, or differ'],
  ['concepts', 'Concepts', 'All terms of concepts'], ['stance', 'Stance', 'Words that show a stance']]
const AT_FIRST = 'differences wording'

/** What the reader has chosen, kept in this browser. */
const kept = {
  read(name, otherwise) { try { return localStorage.getItem(`diffapp-${name}`) ?? otherwise } catch { return otherwise } },
  write(name, value) { try { localStorage.setItem(`diffapp-${name}`, value) } catch { /* private windows may keep nothing */ } },
}

class Layers {
  constructor(viewer) {
    this.viewer = viewer
    this.on = new Set(kept.read('layers', AT_FIRST).split(' ').filter(name => LAYERS.some(([known]) => known === name)))
    this.onOver = event => this.over(event)
    viewer.root.addEventListener('pointerover', this.onOver)
  }

  close() { this.viewer.root.removeEventListener('pointerover', this.onOver) }

  draw() {
    this.show()
    return el('div', { class: 'layers', role: 'group', 'aria-label': 'Marks in the texts' }, el('span', { class: 'by' }, 'Marks'), LAYERS.map(([name, title, told]) =>
      el('button', { type: 'button', class: 'layer', 'data-layer': name, title: told, 'aria-pressed': String(this.on.has(name)) }, title)))
  }

  toggle(name) {
    if (!this.on.delete(name)) this.on.add(name)
    kept.write('layers', [...this.on].join(' '))
    this.show()
    this.viewer.$(`[data-layer=${name}]`).setAttribute('aria-pressed', String(this.on.has(name)))
    this.viewer.say(`${name} ${this.on.has(name) ? 'marked' : 'not marked'}`)
  }

  show() { this.viewer.root.dataset.layers = [...this.on].join(' ') }

  /** The stances that stand in these texts, with their signs. */
  legend() {
    const found = new Set(this.viewer.data.rows.flatMap(row => row.cells.flat()).flatMap(passage => passage.pieces).flatMap(([, classes]) => classes.match(/\bs-\w+/g) ?? []))
    const labels = Object.keys(SIGNS).filter(label => found.has(`s-${label}`))
    return el('ul', { class: 'signs' }, labels.length ? labels.map(label => el('li', {}, el('i', { 'aria-hidden': 'true' }, SIGNS[label]), label)) : el('li', {}, 'No stance was found in these texts.'))
  }

  /** The words under the mouse, and the same words on the other sides. */
  over(event) {
    const word = event.target.closest?.(':is(.rows, .ribbons) span[class*="v"]')
    const variant = word?.className.match(/\bv\d+\b/)?.[0]
    if (word === this.word) return
    this.word = word
    for (const each of this.lit ?? []) each.classList.remove('lit')
    this.lit = variant ? this.around(word).flatMap(place => [...place.querySelectorAll(`.${variant}`)]) : []
    for (const each of this.lit) each.classList.add('lit')
  }

  around(word) {
    const row = word.closest('.row')
    if (row) return [row]
    const leaf = word.closest('.leaf')
    return leaf ? this.viewer.ribbons.byRow[Number(leaf.dataset.leaf)].map(each => each.root).filter(Boolean) : []
  }
}
