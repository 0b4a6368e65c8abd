"""Who turns JPEG files into pixels and back: libjpeg-turbo on the CPU, or nvImageCodec on an NVIDIA GPU."""

from scanner_daemon.pages.codecs.choice import BY_THE_CPU, CodecChoice, CodecName, by_the_cpu, choose_codec
from scanner_daemon.pages.codecs.codec import Codec, CodecFailed, NoNvidiaCodec
from scanner_daemon.pages.codecs.cpu import CpuCodec
from scanner_daemon.pages.codecs.nvidia import NvidiaCodec

__all__ = [
    "BY_THE_CPU",
    "Codec",
    "CodecChoice",
    "CodecFailed",
    "CodecName",
    "CpuCodec",
    "NoNvidiaCodec",
    "NvidiaCodec",
    "by_the_cpu",
    "choose_codec",
]
