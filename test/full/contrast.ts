// Finds text that is too faint: a script for the browser, which measures what is really drawn.

/**
 * Lists every visible text below the ratio of WCAG 2.2, 1.4.3 (4.5, or 3 for large text). It is a text, since it runs in
 * the page; colours go through a canvas, which knows every notation that a style sheet may use.
 */
export const lowContrast = `(() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  const draw = (color, under) => {
    canvas.clearRect(0, 0, 1, 1)
    if (under) {
      canvas.fillStyle = 'rgb(' + under.join(' ') + ')'
      canvas.fillRect(0, 0, 1, 1)
    }
    canvas.fillStyle = color
    canvas.fillRect(0, 0, 1, 1)
    return [...canvas.getImageData(0, 0, 1, 1).data]
  }
  const groundOf = (element) => {
    const above = element.parentElement ? groundOf(element.parentElement) : [255, 255, 255]
    return draw(getComputedStyle(element).backgroundColor, above).slice(0, 3)
  }
  const light = (rgb) => {
    const [r, g, b] = rgb.map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const faint = []
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    const words = texts.currentNode.data.trim()
    const element = texts.currentNode.parentElement
    if (!words || !element.checkVisibility() || element.closest('svg, noscript, option, [aria-disabled=true]')) continue
    const style = getComputedStyle(element)
    const ground = groundOf(element)
    const ink = draw(style.color, ground).slice(0, 3)
    const [low, high] = [light(ink), light(ground)].sort((a, b) => a - b)
    const ratio = (high + 0.05) / (low + 0.05)
    const size = parseFloat(style.fontSize)
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700)
    if (ratio < (isLarge ? 3 : 4.5)) faint.push(words.slice(0, 40) + ': ' + ratio.toFixed(2))
  }
  return faint
})()`
