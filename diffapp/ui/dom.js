// What every view is drawn with. Document text enters the page only as text nodes (`el`), never as markup.
// The files of the page are joined in the order that viewer.py gives; viewer.js is the last.

/** An element with attributes and children; strings become text nodes. */
function el(tag, attributes, ...children) {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === true) made.setAttribute(name, '')
    else if (value !== false && value != null && value !== '' || name === 'value' || name.startsWith('data-')) made.setAttribute(name, value)
  }
  made.append(...children.flat().filter(child => child != null && child !== ''))
  return made
}

const number = score => score.toFixed(2)
const signed = weight => Math.abs(weight) < 0.005 ? '0.00' : `${weight < 0 ? '−' : '+'}${number(Math.abs(weight))}`
const plural = (count, one, many = one + 's') => `${count} ${count === 1 ? one : many}`
/** Text cut at its marks; the first piece of a stance's cue carries the stance's sign. */
function pieces(list) {
  let before
  return list.map(([text, classes]) => {
    const cue = classes.match(/\bs-(\w+)/)?.[1]
    const sign = cue && cue !== before ? { 'data-sign': SIGNS[cue] ?? '·', 'data-stance': cue } : null
    before = cue
    return classes ? el('span', { class: classes, ...sign }, text) : text
  })
}

const side = index => `--side:var(--side-${index})`
