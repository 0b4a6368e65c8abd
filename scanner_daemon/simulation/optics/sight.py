"""What the sensor sees of the sheet: the exact map between paper millimetres and photograph pixels, both ways.

Paper millimetres are (x, y) from the page's top left corner as it is read. Photograph pixels are those of the stored,
landscape picture: pixel centres at integers. The upright picture, which EXIF orientation 8 (left) or 6 (right) turns
to, is an inner matter, but `to_upright` gives it.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from scanner_daemon.simulation.optics.lens import Lens, Points
from scanner_daemon.simulation.optics.paper import Ground, Paper

__all__ = ["Pose", "Sight"]


@dataclass(frozen=True, slots=True)
class Pose:
    """Where the book lies before the camera.

    ``tilt_rad`` turns the cradle plane about the camera's x and y axes, ``roll_rad`` about its line of sight;
    ``offset_mm`` is where the page's middle lies (across to the right, down), ``distance_mm`` how far its plane is.
    ``opening_rad`` is the angle of the V.
    """

    tilt_rad: tuple[float, float]
    roll_rad: float
    offset_mm: tuple[float, float]
    distance_mm: float
    opening_rad: float

    @property
    def rotation(self) -> NDArray[np.float64]:
        """(3, 3): book axes (right, down, away) to camera axes."""
        tilt = np.asarray(cv2.Rodrigues(np.array([*self.tilt_rad, 0.0]))[0], np.float64)
        roll = np.asarray(cv2.Rodrigues(np.array([0.0, 0.0, self.roll_rad]))[0], np.float64)
        return tilt @ roll

    @property
    def translation(self) -> NDArray[np.float64]:
        """(3,): the page's middle in camera axes, mm."""
        return np.array([*self.offset_mm, self.distance_mm])


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """Lens, pose and paper of one shot. ``size`` is (width, height) of the stored picture."""

    lens: Lens
    pose: Pose
    paper: Paper
    recto: bool
    full_size: tuple[int, int]
    window: tuple[int, int, int, int]
    """x, y, width, height of the stored picture within the full one: all of it unless the shot is cropped."""

    # ------------------------------------------------------------------------------------- sensor and upright picture

    def to_upright(self, pixels: Points) -> Points:
        """Stored pixels (..., 2) to those of the uncropped upright picture."""
        x = pixels[..., 0] + self.window[0]
        y = pixels[..., 1] + self.window[1]
        width, height = self.full_size
        return np.stack([height - 1 - y, x] if self.recto else [y, width - 1 - x], axis=-1)

    def from_upright(self, upright: Points) -> Points:
        """The inverse of `to_upright`."""
        x, y = upright[..., 0], upright[..., 1]
        width, height = self.full_size
        stored = [y, height - 1 - x] if self.recto else [width - 1 - y, x]
        return np.stack([stored[0] - self.window[0], stored[1] - self.window[1]], axis=-1)

    # -------------------------------------------------------------------------------------------------- the exact map

    def gutter_mm(self, points_mm: Points) -> tuple[Points, Points]:
        """Paper (x, y) to (s from the gutter, t from the head); the same formula leads back."""
        x = points_mm[..., 0]
        return (x if self.recto else self.paper.width_mm - x), points_mm[..., 1]

    def in_camera(self, across: Points, down: Points, up: Points, weight: float = 1.0) -> tuple[Points, Points, Points]:
        """Cradle coordinates to camera coordinates, mm; ``weight`` 0 turns directions instead of points."""
        mirror = 1.0 if self.recto else -1.0
        x = mirror * (across - weight * self.paper.width_mm / 2)
        y = down - weight * self.paper.height_mm / 2
        r, m = self.pose.rotation, self.pose.translation * weight
        return (
            r[0, 0] * x + r[0, 1] * y - r[0, 2] * up + m[0],
            r[1, 0] * x + r[1, 1] * y - r[1, 2] * up + m[1],
            r[2, 0] * x + r[2, 1] * y - r[2, 2] * up + m[2],
        )

    def paper_to_photo(self, points_mm: Points) -> Points:
        """Paper mm (..., 2) to stored pixels (..., 2), in closed form."""
        points_mm = np.asarray(points_mm, np.float64)
        s, t = self.gutter_mm(points_mm)
        x, y, z = self.in_camera(*self.paper.ground(s, t).point)
        u, v = self.lens.to_pixels(x / z, y / z)
        return self.from_upright(np.stack([u, v], axis=-1))

    def photo_to_paper(self, pixels: Points, *, steps: int = 9) -> Points:
        """Stored pixels (..., 2) to paper mm (..., 2), by Newton's method on the closed form.

        Nine steps bring the round trip under 1e-6 px wherever the pixel shows the page; beyond its edges the sheet is
        continued straight.
        """
        return self.on_paper(*self.seen_at(np.asarray(pixels, np.float64), steps=steps))

    def on_paper(self, s: Points, t: Points) -> Points:
        """(s, t) to paper mm (..., 2)."""
        return np.stack([s if self.recto else self.paper.width_mm - s, t], axis=-1)

    def rays(self, pixels: Points) -> tuple[Points, Points]:
        """Normalised camera rays of stored pixels."""
        upright = self.to_upright(pixels)
        return self.lens.to_rays(upright[..., 0], upright[..., 1])

    def seen_at(
        self, pixels: Points, *, steps: int = 9, start: tuple[Points, Points] | None = None
    ) -> tuple[Points, Points]:
        """(s, t) of the sheet seen at stored pixels."""
        rx, ry = self.rays(pixels)
        s, t = self._on_flat(rx, ry) if start is None else start
        for _ in range(steps):
            ground = self.paper.ground(s, t)
            s, t = self._newton_step(ground, rx, ry, s, t)
        return s, t

    def seen_on_grid(self, pixels: Points, *, steps: int) -> tuple[Points, Points]:
        """`seen_at` for a regular grid (rows, columns, 2): every fourth node from afar, then ``steps`` on all of them.

        One step leaves at most a few thousandths of a pixel, two far less than 1e-3.
        """
        rows, columns = pixels.shape[:2]
        near: list[Points] = []
        for values in self.seen_at(pixels[::4, ::4], steps=6):
            padded = np.pad(values, ((0, 1), (0, 1)), mode="reflect", reflect_type="odd")
            part = np.arange(4) / 4
            along = (padded[:, :-1, None] * (1 - part) + padded[:, 1:, None] * part).reshape(len(padded), -1)
            down = along[:-1, None, :] * (1 - part)[:, None] + along[1:, None, :] * part[:, None]
            near.append(down.reshape(-1, along.shape[1])[:rows, :columns])
        return self.seen_at(pixels, steps=steps, start=(near[0], near[1]))

    def _newton_step(self, ground: Ground, rx: Points, ry: Points, s: Points, t: Points) -> tuple[Points, Points]:
        x, y, z = self.in_camera(*ground.point)
        xs, ys, zs = self.in_camera(*ground.along_s, weight=0.0)
        xt, yt, zt = self.in_camera(*ground.along_t, weight=0.0)
        f, g = x - rx * z, y - ry * z
        fs, gs, ft, gt = xs - rx * zs, ys - ry * zs, xt - rx * zt, yt - ry * zt
        det = fs * gt - ft * gs
        return s - (f * gt - g * ft) / det, t - (g * fs - f * gs) / det

    def _plane(self, direction_up: float, direction_across: float, base_up: float) -> NDArray[np.float64]:
        """(3, 3): (distance from the gutter, t, 1) on a plane through the gutter, to camera coordinates."""
        unit = np.eye(3)
        columns = []
        for distance, t, one in unit:
            point = self.in_camera(
                np.array(distance * direction_across),
                np.array(t),
                np.array(distance * direction_up + one * base_up),
                weight=float(one),
            )
            columns.append([float(value) for value in point])
        return np.array(columns).T

    @staticmethod
    def _meet(plane: NDArray[np.float64], rx: Points, ry: Points) -> tuple[Points, Points]:
        inverse = np.linalg.inv(plane)
        d = inverse[2, 0] * rx + inverse[2, 1] * ry + inverse[2, 2]
        s = (inverse[0, 0] * rx + inverse[0, 1] * ry + inverse[0, 2]) / d
        t = (inverse[1, 0] * rx + inverse[1, 1] * ry + inverse[1, 2]) / d
        return s, t

    def _on_flat(self, rx: Points, ry: Points) -> tuple[Points, Points]:
        return self._meet(self._plane(0.0, 1.0, 0.0), rx, ry)

    def facing_at(self, pixels: Points) -> tuple[Points, Points]:
        """(distance from the gutter, t) on the facing side of the V, a plane, seen at stored pixels."""
        middle = np.array([self.paper.height_mm / 2])
        base = float(self.paper.ground(np.zeros(1), middle).point[2][0])
        angle = self.pose.opening_rad
        rx, ry = self.rays(pixels)
        return self._meet(self._plane(float(np.sin(angle)), float(np.cos(angle)), base), rx, ry)
