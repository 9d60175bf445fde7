#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
#
# Prints the man page of a command: its help text, and what the text file says
# beside that.
#
#   page.pl CRASHREC COMMAND TEXT >PAGE      COMMAND may be "": crashrec(1)
#
# In the text file, "== NAME" begins a section, which EXAMPLES is without. What is
# indented by four blanks is shown as it is: behind "$ " a command that the tests
# run, with what it then prints below, behind "# " one that needs root.

use strict;
use warnings;

my ($program, $command, $text) = @ARGV;
my $page = $command eq '' ? 'crashrec' : "crashrec-$command";

# For running text.
sub roff
{
	my ($line) = @_;
	$line =~ s/\\/\\e/g;
	$line =~ s/(?<![\w\\])(--?[a-z][a-z-]*)/my $o = $1; $o =~ s,-,\\-,g; "\\fB$o\\fR"/ge;
	$line =~ s/\b([a-z][a-z.-]+)\((\d)\)/\\fB$1\\fR($2)/g;
	return fold($line);
}

# Lines of the page, which are longer than what they show.
sub fold
{
	my ($line) = @_;
	my $out = '';
	while (length($line) > 80 && $line =~ /^(.{20,78}) (.*)$/) {
		$out .= "$1\n";
		$line = $2;
	}
	$out .= "$line\n";
	$out =~ s/^([.'])/\\&$1/mg;
	return $out;
}

# What is to be shown, or copied, as it is.
sub literal
{
	my ($line) = @_;
	my %names = ("\\" => "\\e", '-' => "\\-", "'" => "\\(aq",
		     '`' => "\\(ga", '^' => "\\(ha", '~' => "\\(ti");
	$line =~ s/([\\'`^~-])/$names{$1}/g;
	$line =~ s/^\./\\&./;
	return "$line\n";
}

# Options are bold, what stands for something else is not.
sub synopsis
{
	my ($line) = @_;
	$line =~ s/(?<![A-Za-z])(--?[a-z][a-z-]*)/my $o = $1; $o =~ s,-,\\-,g; "\\fB$o\\fR"/ge;
	$line =~ s/\b([A-Z]+)\b(?!\\|R\b)/\\fI$1\\fR/g;
	return $line;
}

# Paragraphs; blocks that are indented by four blanks.
sub body
{
	my @lines = @_;
	my ($block, $begun) = (0, 0);
	my $out = '';
	for my $line (@lines) {
		if ($line =~ /^    (.*)/) {
			$out .= ".PP\n.in +4n\n.EX\n" unless $block;
			$block = 1;
			$out .= literal($1);
			next;
		}
		if ($block) {
			next if $line eq '';
			$out .= ".EE\n.in\n.PP\n";
			($block, $begun) = (0, 1);
		}
		if ($line eq '') {
			$out .= ".PP\n" if $begun;
			next;
		}
		$begun = 1;
		$out .= roff($line);
	}
	$out .= ".EE\n.in\n" if $block;
	$out =~ s/(\.PP\n)+/.PP\n/g;
	$out =~ s/\.PP\n\z//;
	return $out;
}

sub options
{
	my @lines = @_;
	my $out = '';
	for my $line (@lines) {
		$line =~ s/this text$/all this in short/;
		if ($line =~ /^ {2,6}((?:-|[A-Z])\S*(?: \S+)*)(?:  +(.*))?$/) {
			my ($head, $rest) = ($1, $2);
			# A name that is longer than its column.
			if (!defined $rest && $head =~ /^(-.*?[A-Za-z]) ([a-z].*)$/) {
				($head, $rest) = ($1, $2);
			}
			$out .= ".TP\n" . synopsis($head) . "\n";
			$out .= roff($rest) if defined $rest;
		} elsif ($line =~ /^ +(\S.*)/) {
			$out .= roff($1);
		}
	}
	return $out;
}

sub status
{
	my $all = join(' ', @_);
	my $out = '';
	$all =~ s/^Exit status[^:]*: //;
	$all =~ s/\.$//;
	for my $item (split(/; (?=\d+ )/, $all)) {
		my ($number, $meaning) = $item =~ /^(\d+) (.*)/ or die "$page: $item";
		$out .= ".TP\n.B $number\n" . roff(ucfirst($meaning) . '.');
	}
	return $out;
}

sub usage
{
	my @lines = @_;
	my $out = '';
	for my $line (@lines) {
		if ($line =~ /^(?:usage:|      ) (crashrec(?: [a-z-]+)?) ?(.*)/) {
			my ($name, $rest) = ($1, $2);
			$name =~ s/-/\\-/g;
			$out .= ".br\n" if $out;
			$out .= ".B $name\n" . fold(synopsis($rest));
		} else {
			$line =~ s/^ +//;
			$out .= fold(synopsis($line));
		}
	}
	return $out;
}

open(my $pipe, '-|', $program, ($command eq '' ? () : $command), '--help') or die;
my @help = map { chomp; $_ } <$pipe>;
close($pipe) or die "$page: there is no help\n";
open(my $in, '<', $text) or die "$text: $!\n";
my @more = map { chomp; $_ } <$in>;
close($in);

my %part = (usage => [], about => [], options => [], status => [], commands => []);
my $at = $command eq '' ? 'about' : 'usage';
for my $line (@help) {
	$at = 'usage' if $line =~ /^usage:/;
	$at = 'about' if $at eq 'usage' && $line eq '';
	$at = 'options' if $at eq 'about' && $line =~ /^ {2,6}(-|[A-Z]+ )/;
	$at = 'commands' if $command eq '' && $line =~ /^  [a-z-]+ +\S/ && $at eq 'about';
	$at = 'rest' if $at eq 'commands' && $line eq '';
	$at = 'status' if $line =~ /^Exit status/;
	push(@{$part{$at}}, $line);
}

my $purpose = shift(@more);
my $name = $page;
$name =~ s/-/\\-/g;
print <<"END";
.\\" SPDX-License-Identifier: GPL-2.0
.\\" page.pl makes this of the help text and what is beside it here.
.TH \U$name\E 1 2026-11-22 crashrec "User Commands"
.SH NAME
END
print fold("$name \\- $purpose");
print ".SH SYNOPSIS\n";
print usage(@{$part{usage}});
print ".SH DESCRIPTION\n", body(@{$part{about}});
if (@{$part{commands}}) {
	print ".SH COMMANDS\n";
	for (@{$part{commands}}) {
		my ($word, $what) = /^  (\S+) +(.*)/ or next;
		$word =~ s/-/\\-/g;
		print ".TP\n.BR crashrec\\-$word (1)\n", roff($what);
	}
}
print ".SH OPTIONS\n", options(@{$part{options}}) if @{$part{options}};
print ".SH EXIT STATUS\n", status(@{$part{status}});
my $section = 'EXAMPLES';
my @lines;
for my $line (@more, '== ') {
	if ($line =~ /^== (.*)/) {
		my $next = $1;
		print ".SH $section\n", body(@lines) if grep { $_ ne '' } @lines;
		($section, @lines) = ($next);
		next;
	}
	push(@lines, $line);
}
print ".SH SEE ALSO\n";
my @also = $command eq '' ? () : ('crashrec(1)');
push(@also, $program =~ /./ && $command ne '' ? ('crashrec(4)') :
     ('crashrec(4)', 'libcrashrec(3)', 'crashrec-save.service(8)', 'journalctl(1)', 'dmesg(1)'));
print join(",\n", map { my ($n, $s) = /(.*)(\(\d\))/; $n =~ s/-/\\-/g; ".BR $n $s" } @also) =~ s/,\n/ ,\n/gr, "\n";
