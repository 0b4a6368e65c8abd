"""What one resample needs on the GPU, kept from page to page: a texture, a handful of buffers, a way back."""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scanner_daemon.pages.backends.kernel import INVOCATION_PX, WORKGROUP

__all__ = ["Slot"]

_QUERY_BYTES = 16
"""Two timestamps in nanoseconds; they come back in front of the page, where any page's size keeps them aligned."""
_FORMATS = {1: "r8unorm", 4: "rgba8unorm"}


class Slot:
    """Used by one thread at a time. Everything grows to the largest page seen and stays."""

    def __init__(self, device: Any, pipelines: dict[str, Any], *, timed: bool) -> None:
        wgpu: Any = importlib.import_module("wgpu")
        self._device = device
        self._pipelines = pipelines
        self._texture_usage = wgpu.TextureUsage.COPY_DST | wgpu.TextureUsage.TEXTURE_BINDING
        usage = wgpu.BufferUsage
        self._usages = {
            "nodes": usage.STORAGE | usage.COPY_DST,
            "gains": usage.STORAGE | usage.COPY_DST,
            "page": usage.STORAGE | usage.COPY_SRC,
            "job": usage.UNIFORM | usage.COPY_DST,
            "back": usage.MAP_READ | usage.COPY_DST,
        }
        self._read = wgpu.MapMode.READ
        self._textures: dict[int, Any] = {}
        self._buffers: dict[str, Any] = {}
        self._queries = device.create_query_set(type="timestamp", count=2) if timed else None
        self._resolved = (
            device.create_buffer(size=_QUERY_BYTES, usage=usage.QUERY_RESOLVE | usage.COPY_SRC) if timed else None
        )

    def run(
        self,
        texels: NDArray[np.uint8],
        nodes: NDArray[np.float32],
        gains: NDArray[np.float32],
        step_px: int,
        page: NDArray[np.uint8],
    ) -> float | None:
        """Fill ``page`` (height, width[, 3]) from ``texels`` (rows, columns[, 4]); the kernel's ms, if known."""
        height, width = page.shape[:2]
        words = -(-width // INVOCATION_PX) * (3 if page.ndim == 3 else 1)
        size = 4 * words * height
        job = np.array([*texels.shape[1::-1], width, height, *nodes.shape[1::-1], words, 0], dtype=np.uint32)
        job[7:].view(np.float32)[0] = step_px
        texture = self._filled_texture(texels)
        bindings = [texture.create_view()]
        for name, values in (("nodes", nodes), ("gains", gains)):
            bindings.append({"buffer": self._filled(name, values), "offset": 0, "size": values.nbytes})
        bindings.append({"buffer": self._buffer("page", size), "offset": 0, "size": size})
        bindings.append({"buffer": self._filled("job", job), "offset": 0, "size": job.nbytes})
        pipeline = self._pipelines["colour" if page.ndim == 3 else "gray"]
        group = self._device.create_bind_group(
            layout=pipeline.get_bind_group_layout(0),
            entries=[{"binding": k, "resource": resource} for k, resource in enumerate(bindings)],
        )
        back = self._buffer("back", size + _QUERY_BYTES)
        self._submit(pipeline, group, (width, height), back, size)
        back.map_sync(self._read, 0, size + _QUERY_BYTES)
        try:
            seen = np.frombuffer(back.read_mapped(_QUERY_BYTES, size, copy=False), np.uint8)
            rows = seen.reshape(height, 4 * words)
            flat_width = width * (3 if page.ndim == 3 else 1)
            page[...] = rows[:, :flat_width].reshape(page.shape)
            if self._queries is None:
                return None
            began, ended = np.frombuffer(back.read_mapped(0, _QUERY_BYTES), np.uint64)
            return float(ended - began) / 1e6
        finally:
            back.unmap()

    def _submit(self, pipeline: Any, group: Any, size: tuple[int, int], back: Any, page_bytes: int) -> None:
        encoder = self._device.create_command_encoder()
        timing = (
            {}
            if self._queries is None
            else {
                "timestamp_writes": {
                    "query_set": self._queries,
                    "beginning_of_pass_write_index": 0,
                    "end_of_pass_write_index": 1,
                }
            }
        )
        kernel = encoder.begin_compute_pass(**timing)
        kernel.set_pipeline(pipeline)
        kernel.set_bind_group(0, group)
        across, down = WORKGROUP
        kernel.dispatch_workgroups(-(-size[0] // (across * INVOCATION_PX)), -(-size[1] // down), 1)
        kernel.end()
        encoder.copy_buffer_to_buffer(self._buffers["page"], 0, back, _QUERY_BYTES, page_bytes)
        if self._queries is not None:
            encoder.resolve_query_set(self._queries, 0, 2, self._resolved, 0)
            encoder.copy_buffer_to_buffer(self._resolved, 0, back, 0, _QUERY_BYTES)
        self._device.queue.submit([encoder.finish()])

    def _filled_texture(self, texels: NDArray[np.uint8]) -> Any:
        height, width = texels.shape[:2]
        channels = texels.shape[2] if texels.ndim == 3 else 1
        kept = self._textures.get(channels)
        if kept is None or kept.width < width or kept.height < height:
            if kept is not None:
                kept.destroy()
            kept = self._device.create_texture(
                size=(width, height, 1), format=_FORMATS[channels], usage=self._texture_usage
            )
            self._textures[channels] = kept
        self._device.queue.write_texture(
            {"texture": kept}, texels, {"bytes_per_row": width * channels, "rows_per_image": height}, (width, height, 1)
        )
        return kept

    def _filled(self, name: str, values: NDArray[np.float32] | NDArray[np.uint32]) -> Any:
        buffer = self._buffer(name, values.nbytes)
        self._device.queue.write_buffer(buffer, 0, np.ascontiguousarray(values))
        return buffer

    def _buffer(self, name: str, size: int) -> Any:
        kept = self._buffers.get(name)
        if kept is None or kept.size < size:
            if kept is not None:
                kept.destroy()
            kept = self._device.create_buffer(size=size, usage=self._usages[name])
            self._buffers[name] = kept
        return kept

    def close(self) -> None:
        """Give the memory back."""
        for each in (*self._textures.values(), *self._buffers.values()):
            each.destroy()
