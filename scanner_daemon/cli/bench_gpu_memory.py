"""How fast a GPU's memory is: a kernel that only copies, timed by the GPU itself. It bounds every resample."""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np

from scanner_daemon.pages.backends import Adapter

__all__ = ["memory_gb_per_s"]

_MOST_BYTES = 256 << 20
_ROUNDS = 12
_GROUP = 256
_ACROSS = 1 << 14
"""Work groups in a row: there may be at most 65535."""
_WGSL = f"""
@group(0) @binding(0) var<storage, read> from_here: array<vec4u>;
@group(0) @binding(1) var<storage, read_write> to_there: array<vec4u>;

@compute @workgroup_size({_GROUP})
fn copy(@builtin(global_invocation_id) id: vec3u) {{
  let k = id.y * {_ACROSS * _GROUP}u + id.x;
  if (k < arrayLength(&from_here)) {{ to_there[k] = from_here[k]; }}
}}
"""


def memory_gb_per_s(adapter: Adapter) -> float | None:
    """GB read plus GB written a second, the best of some copies; None where the adapter keeps no time."""
    if "timestamp-query" not in adapter.handle.features:
        return None
    wgpu: Any = importlib.import_module("wgpu")
    names = ("max-storage-buffer-binding-size", "max-buffer-size")
    limits = {name: adapter.handle.limits[name] for name in names}
    size = min(_MOST_BYTES, *limits.values()) // 16 * 16
    device = adapter.handle.request_device_sync(required_limits=limits, required_features=["timestamp-query"])
    usage = wgpu.BufferUsage
    try:
        source, target = (device.create_buffer(size=size, usage=usage.STORAGE) for _ in range(2))
        resolved = device.create_buffer(size=16, usage=usage.QUERY_RESOLVE | usage.COPY_SRC)
        queries = device.create_query_set(type="timestamp", count=2)
        pipeline = device.create_compute_pipeline(
            layout="auto", compute={"module": device.create_shader_module(code=_WGSL), "entry_point": "copy"}
        )
        group = device.create_bind_group(
            layout=pipeline.get_bind_group_layout(0),
            entries=[
                {"binding": k, "resource": {"buffer": buffer, "offset": 0, "size": size}}
                for k, buffer in enumerate((source, target))
            ],
        )
        best_ns = min(_copied(device, pipeline, group, queries, resolved, size) for _ in range(_ROUNDS))
    finally:
        device.destroy()
    return 2 * size / best_ns if best_ns > 0 else None


def _copied(device: Any, pipeline: Any, group: Any, queries: Any, resolved: Any, size: int) -> int:
    """Nanoseconds of one copy."""
    encoder = device.create_command_encoder()
    kernel = encoder.begin_compute_pass(
        timestamp_writes={"query_set": queries, "beginning_of_pass_write_index": 0, "end_of_pass_write_index": 1}
    )
    kernel.set_pipeline(pipeline)
    kernel.set_bind_group(0, group)
    groups = -(-size // (16 * _GROUP))
    kernel.dispatch_workgroups(min(groups, _ACROSS), -(-groups // _ACROSS), 1)
    kernel.end()
    encoder.resolve_query_set(queries, 0, 2, resolved, 0)
    device.queue.submit([encoder.finish()])
    began, ended = np.frombuffer(device.queue.read_buffer(resolved), np.uint64)
    return int(ended) - int(began)
