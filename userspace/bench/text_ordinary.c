// SPDX-License-Identifier: GPL-2.0
/*
 * Lines that belong to no report, in the words of drivers and of the kernel's
 * start.
 */
#include "text.h"

const char *const text_ordinary[] = {
	"usb 1-" D ": new high-speed USB device number " D " using xhci_hcd\n",
	"usb 1-" D ": New USB device found, idVendor=" S ", idProduct=" S ", bcdDevice= 5." D "\n",
	"usb 1-" D ": New USB device strings: Mfr=1, Product=2, SerialNumber=3\n",
	"pci 0000:00:" S ".0: [8086:" S "] type 00 class 0x0" S "00\n",
	"pci 0000:00:" S ".0: reg 0x10: [mem 0x" H "-0x" H " 64bit pref]\n",
	"ACPI: PCI: Interrupt link LNK" D " configured for IRQ " D "\n",
	"e1000e 0000:00:" S ".6 eno1: NIC Link is Up " D " Mbps Full Duplex, Flow Control: Rx/Tx\n",
	"IPv6: ADDRCONF(NETDEV_CHANGE): eno" D ": link becomes ready\n",
	"EXT4-fs (sda" D "): mounted filesystem " H "-" S " r/w with ordered data mode. Quota mode: none.\n",
	"BTRFS info (device nvme0n1p" D "): using crc32c (crc32c-intel) checksum algorithm\n",
	"nvme nvme" D ": " D "/0/0 default/read/poll queues\n",
	"scsi host" D ": ahci\n",
	"ata" D ": SATA max UDMA/133 abar m2048@0x" H " port 0x" H " irq " D "\n",
	"sd 0:0:" D ":0: [sda] " D " 512-byte logical blocks: (500 GB/466 GiB)\n",
	"input: Power Button as /devices/LNXSYSTM:00/LNXPWRBN:00/input/input" D "\n",
	"systemd[1]: Started session-" D ".scope - Session " D " of User root.\n",
	"audit: type=1400 audit(17" H ".123:" D "): apparmor=\"STATUS\" operation=\"profile_load\" pid=" D " comm=\"apparmor_parser\"\n",
	"br-" H ": port " D "(veth" H ") entered blocking state\n",
	"br-" H ": port " D "(veth" H ") entered forwarding state\n",
	"veth" H ": renamed from eth0\n",
	"device veth" H " entered promiscuous mode\n",
	"wlan0: authenticate with 00:11:22:33:44:" S "\n",
	"wlan0: associated\n",
	"CPU" D ": Package temperature/speed normal\n",
	"mce: CPU" D ": Core temperature above threshold, cpu clock is throttled (total events = " D ")\n",
	"perf: interrupt took too long (" D " > " D "), lowering kernel.perf_event_max_sample_rate to " D "\n",
	"TCP: request_sock_TCP: Possible SYN flooding on port " D ". Sending cookies.\n",
	"kauditd_printk_skb: " D " callbacks suppressed\n",
	"hrtimer: interrupt took " D " ns\n",
	"clocksource: tsc-early: mask: 0xffffffffffffffff max_cycles: 0x" H ", max_idle_ns: " D " ns\n",
	"smpboot: Booting Node 0 Processor " D " APIC 0x" S "\n",
	"rcu: Adjusting geometry for rcu_fanout_leaf=16, nr_cpu_ids=" D "\n",
	"NET: Registered PF_INET" D " protocol family\n",
	"Kernel command line: BOOT_IMAGE=/boot/vmlinuz-6.1." D " root=/dev/sda" D " ro quiet\n",
	"Memory: " D "K/" D "K available (14342K kernel code, 2332K rwdata, " D "K rodata)\n",
	"thermal thermal_zone" D ": failed to read out thermal zone (-61)\n",
	"i915 0000:00:02.0: [drm] GPU HANG: ecode " D ":" D ":" H ", in Xorg [" D "]\n",
	"bluetooth hci" D ": Direct firmware load for intel/ibt-" D ".sfi failed with error -2\n",
	"loop" D ": detected capacity change from 0 to " D "\n",
	"overlayfs: idmapped layers are currently not supported\n",
	"CIFS: Attempting to mount \\\\server\\share" D "\n",
	"nfs: server 10.0.0." D " not responding, still trying\n",
	"Bridge firewalling registered\n",
	"random: crng init done\n",
};

const size_t text_ordinary_count =
	sizeof(text_ordinary) / sizeof(text_ordinary[0]);
