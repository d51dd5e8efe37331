"""Shoes, poses and cameras that the sole reader learns from: geometry with known answers."""

from __future__ import annotations

import numpy as np
import pytest
from sole_reader.coats import draw_coat
from sole_reader.figure import Pose, draw_pose, posed
from sole_reader.painter import MIDDLE, PER_LENGTH, Camera
from sole_reader.shapes import (
    KINDS,
    Dress,
    bend_toes,
    draw_dress,
    draw_shoe,
    leg_mesh,
    vertex_normals,
)

STILL = Pose(0.0, 0.0, 0.0, 0.0, 0.0)
DRESS = Dress(1.0, 1.0, 0.2, 9.0, 0.01)


def pitch_of(points: np.ndarray) -> float:
    return float(np.degrees(np.arctan2(points[0, 1] - points[1, 1], points[1, 0] - points[0, 0])))


@pytest.mark.parametrize("seed", range(30))
def test_shoes_are_whole(seed: int) -> None:
    shoe = draw_shoe(np.random.default_rng(seed))
    v = shoe.mesh.vertices
    assert shoe.kind in KINDS
    assert np.isfinite(v).all()
    assert v[:, 0].min() == 0
    assert v[:, 0].max() == 1
    assert shoe.mesh.triangles.max() < len(v)
    assert 0 <= shoe.mesh.coat.min() <= shoe.mesh.coat.max() <= 1
    assert shoe.mesh.part.sum(axis=0).min() > 0
    assert (shoe.mesh.part.sum(axis=1) <= 1).all()
    for edge in shoe.edges.values():
        heel, ball, tip = edge
        assert 0.09 < heel[0] < 0.17
        assert 0.63 < ball[0] < 0.74
        assert tip[0] == 1
        # Heel and ball lie on the ground, but for an arch or lugs.
        assert abs(heel[1]) < 0.05
        assert abs(ball[1]) < 0.05


def test_normals_point_outwards() -> None:
    mesh = draw_shoe(np.random.default_rng(4)).mesh
    normals = vertex_normals(mesh.vertices, mesh.triangles)
    outward = (normals * (mesh.vertices - mesh.vertices.mean(axis=0))).sum(axis=1)
    assert (outward > 0).mean() > 0.85


def test_toes_bend_about_the_ball() -> None:
    shoe = draw_shoe(np.random.default_rng(1))
    edge = bend_toes(shoe.edges[1], shoe, np.radians(30))
    assert edge[0] == pytest.approx(shoe.edges[1][0])
    before, after = shoe.edges[1][2], edge[2]
    hinge = np.array(shoe.ball)
    assert np.linalg.norm(after[:2] - hinge) == pytest.approx(np.linalg.norm(before[:2] - hinge))
    assert after[1] > before[1]


@pytest.mark.parametrize("pitch", [-40.0, -8.0, 0.0, 12.0, 30.0])
def test_the_pitch_in_the_picture_is_that_of_the_pose(pitch: float) -> None:
    shoe = draw_shoe(np.random.default_rng(2))
    camera = Camera(0.0, 1e6)
    flat = pitch_of(camera.project(posed(shoe, DRESS, STILL)[1])[:, :2])
    pose = Pose(np.radians(pitch), 0.0, 0.0, 0.0, 0.0)
    turned = pitch_of(camera.project(posed(shoe, DRESS, pose)[1])[:, :2])
    assert turned - flat == pytest.approx(pitch, abs=0.05)


def test_the_camera_keeps_the_scale_at_the_foot() -> None:
    camera = Camera(np.radians(10), 12.0)
    assert camera.project(np.zeros((1, 3)))[0, :2] == pytest.approx(MIDDLE)
    ahead = camera.project(np.array([[1.0, 0.0, 0.0]]))[0]
    assert ahead[:2] - MIDDLE == pytest.approx([PER_LENGTH, 0.0])
    # From above, what is nearer appears lower and larger.
    near = camera.project(np.array([[0.0, 0.0, 0.5]]))[0]
    assert near[1] > MIDDLE[1]
    assert near[2] < 12.0


def test_poses_stay_within_what_feet_do() -> None:
    poses = [draw_pose(np.random.default_rng(k)) for k in range(400)]
    pitch = np.degrees([p.pitch for p in poses])
    assert -90 < pitch.min() < -60
    assert 40 < pitch.max() < 50
    assert np.mean(np.abs(pitch) < 34) > 0.6
    assert np.degrees([p.bend for p in poses]).max() < 50


@pytest.mark.parametrize("seed", range(5))
def test_legs_and_coats(seed: int) -> None:
    rng = np.random.default_rng(seed)
    shoe, dress = draw_shoe(rng), draw_dress(rng)
    leg = leg_mesh(shoe, dress, 0.3)
    assert np.isfinite(leg.vertices).all()
    assert not leg.part.any()
    for kind in set(KINDS):
        coat = draw_coat(np.random.default_rng(seed), kind, dress)
        assert coat.shape == (256, 256, 3)
        assert coat.dtype == np.uint8
        assert coat.std() > 1
