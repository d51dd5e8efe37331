"""What a person saw, taken in by `judge`.

The person has the last word, and the machine's own answer stays beside it. The rules, one sentence
each:

- **Label.** A step that a person labelled or confirmed has that label, with probability 1.
- **Sole.** A sole set by hand gives the step an angle with the error that people have (RMSE 2.9
  degrees on the near foot, 5.1 on the far one: Mo 2025), and its label follows from that.
- **Contact.** A contact moved by hand lands at that frame, and its angle is read there.
- **Not a contact.** A rejected step no longer counts anywhere; it is kept among the rejected ones.
- **Missed contact.** An added step counts as the others do; what the pictures tell of its angle was
  not read, so it has no label unless a person gives one, or sets its sole.
- **Note.** A note on a step or on the clip is kept and decides nothing.
- **Mean landing.** A foot's mean landing is the mean of its steps: each contact that was moved
  shifts instant and angle by its share of the steps.
- **A foot's angle.** Soles set by hand are averaged with the machine's angle, each by its error,
  where the two agree within their errors; else they replace it.
- **A foot's label.** The label that two thirds of the labelled steps carry is the foot's, if at
  least two steps were labelled (or all that there are) and the machine says the same or nothing;
  against the machine it takes half of the foot's steps, and with fewer the foot is unsure.
- **The clip.** The verdict follows from the feet as ever. A clip that cannot be judged stays so.
- A correction never touches the other foot's steps, their order does not matter, and of two that
  contradict one another the later one counts.
"""

from gaitcheck.review.answer import beside_machine
from gaitcheck.review.review import Review

__all__ = ["Review", "beside_machine"]
