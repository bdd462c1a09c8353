// Shows, while a new password is typed, which of its rules it follows. The server looks again: this is only for the eye.
const password = document.querySelector('#password')
const again = document.querySelector('#again')

const checks = {
  length: (typed, least) => typed.length >= Number(least),
  uppercase: (typed) => /\p{Lu}/u.test(typed),
  lowercase: (typed) => /\p{Ll}/u.test(typed),
  digit: (typed) => /\d/.test(typed),
  sign: (typed) => /[^\p{L}\d\s]/u.test(typed),
  username: (typed, name) => !typed.toLowerCase().includes(name),
}

function look() {
  for (const rule of document.querySelectorAll('[data-rule]')) {
    const check = checks[rule.dataset.rule]
    const isMet = password.value !== '' && check !== undefined && check(password.value, rule.dataset.value)
    rule.classList.toggle('is-met', isMet)
    rule.querySelector('.met').hidden = !isMet
  }
}

password?.addEventListener('input', look)
// What was typed does not stay in the page when it is left and returned to.
addEventListener('pagehide', () => {
  if (password) password.value = ''
  if (again) again.value = ''
})
