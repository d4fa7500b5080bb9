// The findings in words: the lead, and the list of differences with their silences.

/** A quiet sign for each stance; the word always stands beside it. */
const SIGNS = { offer: '→', condition: '◇', request: '?', refusal: '×', reaffirmation: '=', concern: '~', warning: '!', obligation: '§', statement: '·' }
const FIRMEST = 5
const SORTS = [['', 'All'], ['only', 'Not raised by all'], ['firmer', 'One firmer'], ['differs', 'Otherwise']]

const stance = label => el('span', { class: 'stance', 'data-stance': label }, el('i', { 'aria-hidden': 'true' }, SIGNS[label] ?? '·'), label)

/** How firm a document is: five steps, the number, and the scale's own words as a title. */
function firmness(strength, scale) {
  const steps = Array.from({ length: FIRMEST }, (_, step) => el('i', { class: step < strength ? 'full' : '' }))
  return el('span', { class: 'firm', title: `Firmness ${strength} of ${FIRMEST}: ${scale[strength]}` },
    el('span', { class: 'steps', 'aria-hidden': 'true' }, steps), el('span', { class: 'unseen' }, 'firmness '), `${strength} of ${FIRMEST}`)
}

/** What one document says of a concept, in a line: stances, firmness, how often. */
function standing(told, scale) {
  return el('div', { class: 'standing' }, told.stances.map(stance), firmness(told.strength, scale),
    el('span', { class: 'times' }, plural(told.count, 'mention')))
}

function quoted({ cite, row, pieces: list }, data) {
  const whole = list.map(([text]) => text).join('')
  const [open, close] = /["“”„«»]/.test(whole) ? '‘’' : '“”' // what is quoted stays as it is
  return el('blockquote', { title: whole }, el('button', { type: 'button', class: 'jump', 'data-row-of': row, ...data }, cite), ' ', el('span', { class: 'said' }, open, pieces(list), close))
}

/** The lead: each sentence is a way to the rows of its difference. */
function leadView(lead, rows) {
  const whole = wholeView(rows)
  if (!lead.length && !whole) return null
  return el('section', { class: 'lead', 'aria-labelledby': 'lead-head' }, el('h2', { id: 'lead-head' }, 'In short'), whole && el('p', { class: 'whole' }, whole),
    el('ol', {}, lead.map(({ rank, pieces: list }, index) => el('li', {}, el('button', { type: 'button', class: 'point', 'data-visit': rank, title: 'Show in the texts' },
      el('b', { 'aria-hidden': 'true' }, String(index + 1)), el('span', {}, pieces(list)))))),
    lead.length > 2 ? el('button', { type: 'button', class: 'jump more', 'data-more': '' }, 'All of it') : null)
}

/** What is true of the whole comparison, where that is plain. */
function wholeView(rows) {
  if (rows.length && rows.every(row => row.kind === 'only')) return 'No passage has a counterpart; each stands alone, with the nearest one named.'
  const alike = row => row.kind === 'shared' && row.cells.every(cell => cell.length) && sameWords(row, passage => written(passage.pieces))
  return rows.length && rows.every(alike) ? 'The texts are the same, word for word and in the same order.' : null
}

/** Whether the texts that have a row's passages have the same, character by character; printed numbers may differ. */
function sameWords(row, text = passage => written(printed(passage).rest)) {
  const texts = row.cells.filter(cell => cell.length).map(cell => cell.map(text).join('\n'))
  return texts.length > 1 && texts.every(each => each === texts[0])
}

/** The differences in full, and what is chosen of them. */
class Differences {
  constructor(data, earlier) {
    this.data = data
    this.names = data.documents.map(document => document.name)
    this.kind = data.differences.some(each => each.kind === earlier?.kind) ? earlier.kind : ''
    this.raised = earlier?.raised && earlier.raised < this.names.length ? earlier.raised : ''
    this.root = this.drawn()
    this.filter()
  }

  drawn() {
    const found = this.data.differences
    if (!found.length) return el('section', { class: 'report' }, el('p', { class: 'none' }, 'No concept was found on which the texts differ.'))
    const pick = (group, value, name, count, style) => el('button', { type: 'button', class: 'pick', 'data-group': group, 'data-value': value, 'aria-pressed': 'false', style },
      style ? el('i', { 'aria-hidden': 'true' }) : null, el('span', {}, name), count == null ? null : el('b', {}, String(count)))
    const kinds = SORTS.map(([kind, name]) => [kind, name, found.filter(each => !kind || each.kind === kind).length]).filter(([kind, , count]) => !kind || count)
    return el('section', { class: 'report', 'aria-label': 'Differences in full' },
      el('div', { class: 'filters' },
        el('div', { class: 'chips', role: 'group', 'aria-label': 'Kind of difference' }, kinds.map(([kind, name, count]) => pick('kind', kind, name, count))),
        el('div', { class: 'chips', role: 'group', 'aria-label': 'Raised by' }, el('span', { class: 'by' }, 'Raised by'), pick('raised', '', 'any'),
          this.names.map((name, index) => pick('raised', String(index), name, null, side(index))))),
      el('ol', { class: 'cards' }, found.map(each => this.card(each))),
      el('p', { class: 'none', hidden: true }, 'No difference is of this kind. ', el('button', { type: 'button', class: 'jump', 'data-every': '' }, 'Show all')))
  }

  card(each) {
    const also = each.also.length ? el('p', { class: 'also' }, 'also: ', each.also.join(' · ')) : null
    return el('li', { class: each.decided === 'dismiss' ? 'card dismissed' : 'card', 'data-card': each.rank, style: side(each.documents[0]) },
      el('span', { class: 'rank' }, String(each.rank)),
      el('div', { class: 'name' }, el('h2', {}, el('button', { type: 'button', class: 'concept', 'data-visit': each.rank, title: 'Show in the texts' }, each.concept)),
        el('span', { class: 'who' }, each.said), also, each.key ? judgeView(each, this.data.differences.length) : null),
      el('div', { class: 'sides' }, each.sides.map((told, index) => this.side(each, told, index))),
      this.parts(each))
  }

  side(each, told, index) {
    const silence = each.silences.find(one => one.document === index)
    return el('div', { class: told ? 'side' : 'side quiet', style: side(index), lang: this.data.documents[index].language },
      el('h3', {}, this.names[index]),
      told ? [standing(told, this.data.firmness), quoted(told.quotation, { 'data-visit': each.rank })] : null,
      silence ? this.silence(silence) : null)
  }

  silence({ verdict, said, searched, nearest }) {
    const [before, named, after] = said
    const jump = nearest ? el('button', { type: 'button', class: 'jump', 'data-go': nearest.row }, named || `nearest: ${nearest.cite}`) : null
    return [el('p', { class: 'verdict', 'data-verdict': verdict.split(',')[0] }, verdict), el('p', {}, before, named ? '' : ' ', jump, after),
      searched.length ? el('details', {}, el('summary', {}, `Searched for ${plural(searched.length, 'term')}`), el('ul', {}, searched.map(term => el('li', {}, term)))) : null]
  }

  parts({ weight, parts }) {
    return el('details', { class: 'parts' }, el('summary', {}, `Weight ${number(weight)}`),
      el('p', {}, parts.map(([name, value], index) => [index ? ' × ' : '', `${name} ${number(value)}`]).flat(), parts.length ? ` = ${number(weight)}` : null))
  }

  choose(group, value) {
    this[group] = value
    this.filter()
  }

  every() {
    this.kind = this.raised = ''
    return this.filter()
  }

  filter() {
    let shown = 0
    for (const each of this.data.differences) {
      const fits = (!this.kind || each.kind === this.kind) && (!this.raised || each.documents.includes(Number(this.raised)))
      this.root.querySelector(`[data-card="${each.rank}"]`).hidden = !fits
      shown += fits
    }
    for (const button of this.root.querySelectorAll('.pick')) {
      button.setAttribute('aria-pressed', String(this[button.dataset.group] === button.dataset.value))
    }
    const none = this.root.querySelector('.none')
    if (this.data.differences.length) none.hidden = shown > 0
    return `${plural(shown, 'difference')} shown`
  }
}
