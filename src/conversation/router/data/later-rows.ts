// What people write for things that other skills do, or will do. A class without a skill keeps its texts away from the skills that exist.
import { type Row, rowsOf } from './row.ts'

export const laterRows: readonly Row[] = [
  ...rowsOf(
    'reset-password',
    `
    reset my password
    I forgot my password
    I can't remember my password
    change my password
    I need a new password
    new password please
    password forgotten
    password reset
    my password has expired
    my password expired and I can't get in
    it wants me to set a new password
    how do I change my password
    set a different password for my account
    I don't know my password any more after the holidays
    mail me a link for a new password
    my password does not work any more, give me a new one
    unlocking does not help, I forgot the password
    our intern forgot her password
    reset the password of <@U04AB>
    I lost the note with my password
    password is wrong, I need to reset it
    my password runs out tomorrow, renew it
    `,
  ),
  ...rowsOf(
    'reset-mfa',
    `
    reset my mfa
    I have a new phone and the authenticator is empty
    I lost my authenticator
    my codes do not work
    I can't get the code, new phone
    set up mfa again
    re-enrol my second factor
    remove my old authenticator
    I switched phones and have no push any more
    the one time code is always refused
    mfa reset please
    my token is gone
    I don't get the push notification any more
    I sold the phone with the authenticator
    reset two factor for our intern
    I wiped my phone, how do I get my codes back
    move the authenticator to another phone
    I need backup codes
    no access to my second factor
    `,
  ),
  ...rowsOf(
    'my-profile',
    `
    show my profile
    what is my username
    what is my employee number
    who is my manager in the system
    what do you know about me
    what is stored about me
    which e-mail do you have for me
    show my data
    show my details
    what is my job title
    which department am I in
    what is my login name
    my profile
    who am I
    `,
  ),
  ...rowsOf(
    'update-profile',
    `
    update my profile
    change my phone number
    change my name
    my surname changed, I got married
    my job title is wrong
    correct my department
    set my manager to somebody else
    I moved, new address
    update my location
    I have a new mobile number
    fix the spelling of my name
    my title is outdated, please change it
    change my e-mail address
    edit my details
    `,
  ),
  ...rowsOf(
    'request-app',
    `
    I need a licence for Photoshop
    can I get Jira
    I need a seat in Salesforce
    give me Figma
    give me a seat in Miro
    install the app for me
    request an application
    I need the GitHub app
    assign me an Adobe licence
    access to Tableau please
    I have no licence for Visio
    get me a Zoom licence
    I need Excel
    how do I get the SAP app
    our new colleague needs Jira and Confluence
    I need a tool for drawing
    access to the test environment
    get me the staging system
    which app can I order
    `,
  ),
  ...rowsOf(
    'report-lost-device',
    `
    I lost my laptop
    my phone was stolen
    my laptop is gone
    I left my work phone in the train
    somebody took my bag with the computer in it
    stolen device
    lost phone
    I want to report a device that is lost
    my computer was stolen, lock it
    wipe my phone, it was stolen
    I entered my password on a fake site
    I clicked on a phishing link
    I think I was hacked
    my account has been compromised
    somebody else is using my account
    lock my account, I was hacked
    please lock my account at once, somebody stole my bag
    shut my account down, it is an emergency
    block my access, my phone is gone
    `,
  ),
  ...rowsOf(
    'decide',
    `
    approve
    approved
    I approve
    yes
    no
    ok
    okay
    yes please
    no thanks
    deny
    denied
    reject it
    decline
    approve R-1042
    deny R-7
    go ahead
    fine by me
    looks good to me
    sounds good
    do it
    confirm
    confirmed
    granted
    she may have it
    he can have it for a week
    not for an intern
    I agree
    no way
    👍
    👎
    ✅
    allow it
    I approve the request
    I approve request R-12
    decline this request, it is not needed
    deny the request of Peter
    reject her request
    request granted
    `,
  ),
  ...rowsOf(
    'thanks',
    `
    thanks
    thank you
    thank you very much
    thx
    great, thanks
    many thanks for the help
    bye
    goodbye
    see you
    have a nice day
    good night
    all good now
    it works now
    that worked
    perfect
    awesome
    cool
    never mind
    you are great
    how are you
    😀
    🙏
    `,
  ),
]
