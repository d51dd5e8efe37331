"""The standing words of the document; figures are filled in by `document`."""

from __future__ import annotations

from typing import Final

INTRODUCTION: Final = """\
# How accurate is gaitcheck?

This page is written by a command, so that every change of the program shows in its figures:

```
python -m benchmarks.accuracy --rendered CLIPS --write-docs
```

`CLIPS` is a folder of rendered clips with their truth; `--assets MAKEHUMAN --render 14` renders the
14 tuning and 14 held-out clips of this page (and some at 120 a second and turned) into it first,
see [sample-clips.md](sample-clips.md). Without it the clips in `sample_videos/` are judged alone.
Real clips are looked for in `../shared/clips` and `../shared/film`, motion capture in
`../shared/mocap`; `python -m benchmarks.real_film` prints the real clips alone. What is seen in a
clip is kept, so a second run is quick.
This page: gaitcheck {version} with MediaPipe {mediapipe}.
"""

REAL: Final = """\
## Real film

Clips found in public and labelled by hand; figures only, no picture of them is kept here. Drawn
runners and measured ones follow below: they show how exact the angles are, real film shows what
becomes of a clip as people have it. What was set with real clips in view: how far the readings of
one shoe's sole may be off together (2.3 degrees, from the marks by eye), how a sole is looked at
again (turned to either side: of six ways the one that read the marks best), and how much slower
than the other a foot may go back on the ground (from one clip whose speed changes); with these
clips in view, though on no figure of theirs, also when a foot objects to the other one speaking
for both, when few steps are enough, when only the legs are in the picture or the pose lost the
feet, and when the background counts as followed. `python -m benchmarks.leave_one_out` judges each
clip with the first and the third set without its help.

"""

METHOD: Final = """\
## What was measured, and on what

- **Rendered clips.** A drawn person runs, filmed as by a phone; every contact, toe-off and sole
  angle is known exactly. The *tuning* clips are those we looked at while we set thresholds: the
  sample videos and one drawn set. The *held-out* clips have other runners, seeds and cameras; no
  threshold was fitted to them, though we saw their results between versions. Trust these more.
- **Motion capture.** Treadmill running with force plates (Fukuchi and others 2017, PeerJ 5:e3298,
  [doi 10.7717/peerj.3298](https://doi.org/10.7717/peerj.3298), data figshare 4543435, CC BY 4.0):
  five trials of three runners. A simulated camera turns the markers into landmarks at 30, 60, 120
  and 240 pictures a second, {seeds} draws of the noise, from both sides. The errors it adds
  (offset, scatter and its memory, exchanged legs, lost legs) are measured on the rendered tuning
  clips (`benchmarks/accuracy/landmark_error.json`), not guessed. Labels follow the measured angle.
  There are no pictures, so this shows what gaitcheck makes of landmarks alone, without its second
  look at the shoes.
- **Real clips** labelled by hand. Only figures are published here, no pictures.

A found contact counts when it lies within {tolerance:.0f} ms of a true one of the same foot.
Contacts within {border:.0f} ms of a clip's ends count neither as missed nor as extra. Times are
real time, *found minus true*: positive is late. Angles are degrees, toes up positive. The true
strike is *heel* above 8.0 degrees, *toe* below -1.6, else *midfoot* (Altman and Davis 2012,
[doi 10.1016/j.gaitpost.2011.09.104](https://doi.org/10.1016/j.gaitpost.2011.09.104)). Brackets hold
95 % intervals from a bootstrap over runners, because the steps of one runner share their errors;
with fewer than three runners there is none. Kappa over *labelled* steps leaves out the unsure ones;
over *every* step it takes the likeliest strike, as if gaitcheck had to choose.
"""

AIMS: Final = """\
## What we aim at, and how far we are

Over rendered clips filmed from the side (within 10 degrees) with ten or more strides of each foot;
near foot unless said. *Every* step: the likeliest strike, as if gaitcheck had to choose.
"""

CEILING: Final = """
### What keeps the rest out of reach

Many drawn runners land near a border, where no measurement with an error can label every step. The
best that *any* labeller could do on the near steps of these clips ({title}), were its angles to
have a normal error of known size:

{table}
gaitcheck labels {labelled:.0f} % of them, {wrong:.1f} % of all wrong: compare the last column. More
labels need smaller errors of the angle, not more courage.

The steps of a foot share their errors, so there is much chance in the calibration error of so few
runners. Probabilities that were exactly right would show one
of {chance}.

Of the error of a near foot's mean contact time, contact alone makes {contact:.0f} ms, toe-off alone
{toe_off:.0f} ms. Toe-off leans on the angle at which soles leave the ground; that differs from
runner to runner by 4 degrees, about 9 ms, and neither landmarks nor shoe show a corner there.

"""

CAUTION: Final = """
### What more courage would cost

A label is the likeliest strike where it is likely enough. All steps of a set, had the limit been
another one, or had the stated probabilities been surer:

{table}
Where the shoe was read in a clip that the aims speak of ({title}), {read_stated:.0f} % is
stated on average, and {read_right:.0f} % are right: a real shoe may be read worse than any of
these, so intervals are kept somewhat wider than the errors found here.{alone}
Probabilities that were exactly right would show a calibration error
of {chance}
on all the steps of this set.

"""

ALONE: Final = """ Where the landmarks alone judge,
{stated:.0f} % is stated and {right:.0f} % are right: drawn feet are kinder to them than measured
ones, as the motion capture shows."""

TURNED: Final = """\
## A turned camera, a tilted one, an inclined treadmill, more light

The same tuning runners filmed again with one thing changed (angle of each step). The level clips
are exposed for up to 28 ms, often in dim light: in that time a shoe on the belt moves by a third of
its length. The last row shows the same runs in light that lets a phone expose briefly.

"""

DEGRADED: Final = """\
## A worse film

Every third tuning clip, written again and made worse in one way.

"""

REAL_DEGRADED: Final = """\
The labelled real clips, made worse in the same ways. Those that must be refused are right when
they are; a small or dark film may rightly leave too little to judge.

"""

PUBLISHED: Final = """\
## Beside published figures

{table}
Kappas in this table are over every step, without the choice to be unsure. Sources: Mo and others
2025 (4,800 footfalls against 3-D motion capture); Young and others 2023, Sensors 23(2):696,
[doi 10.3390/s23020696](https://doi.org/10.3390/s23020696) (against Vicon; its foot angle is not
only the one at contact); Goto 2024 (162 strikes). Drawn runners are not those runners, and the
intervals are wide: read this as an order of magnitude, not as a race. We know of no published
program that labels strikes from video and states its accuracy.
"""

NAIVE: Final = """\
## The line to beat: naive rules on the same landmarks

Many tools take the instant at which ankle or heel is lowest in the picture, and look how the foot
lies then. Written from that description and given the same landmarks:
"""

END: Final = """\
## Limits

- Drawn runners are not people: cloth does not flutter, soles do not compress, feet do not roll,
  and the pose model sees their far leg better than on the real treadmill clip. A rigid drawn shoe
  is easier to follow than a real one. Differences between methods mean more than absolute errors.
- **Toe-off and contact time** lean on the angle at which soles usually leave the ground, taken from
  the force-plate trials. Drawn feet leave it at -50 to -63 degrees, those of the trials at -48 to
  -61; a runner far outside gets a contact time that is off by 1.5 ms for each degree. The motion
  capture has no pictures, so its toe-off is that of the landmarks alone.
- A runner whose heel never comes down has no flat phase: the angle reads up to 6 degrees too small.
- The motion capture holds three runners. Three of its five trials are midfoot by the angle, within
  4 degrees of the border to toe, and forefoot by the centre of pressure: a label of toe there
  counts as wrong here. Its simulated landmarks have the scatter of the rendered clips, so the two
  kinds of data are not independent; the trials were also looked at while thresholds were set.
- The held-out set is small as long as it holds few runners: its figures can change much with one
  more.
- The few real clips have no measured angle, and contacts labelled by eye to one picture.
- The border between midfoot and toe is a convention; so is the one between heel and midfoot. No
  figure here says anything about injuries.
"""
