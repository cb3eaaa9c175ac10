// CoreDNS as kubeadm's Corefile wants it, with the plugins that it names, and kubeadm's own migration of Corefiles. The plugin `kubernetes` is a
// stand-in: it takes the same settings and knows one Service.
//
//	coredns serve COREFILE          CoreDNS itself
//	coredns migrate FROM TO COREFILE  what `kubeadm upgrade` makes of a Corefile, or why it refuses
package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"strings"

	"github.com/coredns/caddy"
	"github.com/coredns/coredns/core/dnsserver"
	"github.com/coredns/coredns/coremain"
	"github.com/coredns/coredns/plugin"
	_ "github.com/coredns/coredns/plugin/bind"
	_ "github.com/coredns/coredns/plugin/cache"
	_ "github.com/coredns/coredns/plugin/errors"
	_ "github.com/coredns/coredns/plugin/forward"
	_ "github.com/coredns/coredns/plugin/health"
	_ "github.com/coredns/coredns/plugin/hosts"
	_ "github.com/coredns/coredns/plugin/loadbalance"
	_ "github.com/coredns/coredns/plugin/loop"
	_ "github.com/coredns/coredns/plugin/metrics"
	_ "github.com/coredns/coredns/plugin/ready"
	_ "github.com/coredns/coredns/plugin/reload"
	_ "github.com/coredns/coredns/plugin/rewrite"
	"github.com/coredns/corefile-migration/migration"
	"github.com/miekg/dns"
)

type services struct{ next plugin.Handler }

func (s services) Name() string { return "kubernetes" }

func (s services) ServeDNS(ctx context.Context, w dns.ResponseWriter, r *dns.Msg) (int, error) {
	question := r.Question[0]
	if !strings.HasSuffix(question.Name, ".cluster.local.") {
		return plugin.NextOrFailure(s.Name(), s.next, ctx, w, r)
	}
	reply := new(dns.Msg)
	reply.SetReply(r)
	reply.Authoritative = true
	if question.Name != os.Getenv("SERVICE")+"." {
		reply.Rcode = dns.RcodeNameError
	} else if question.Qtype == dns.TypeA {
		header := dns.RR_Header{Name: question.Name, Rrtype: dns.TypeA, Class: dns.ClassINET, Ttl: 30}
		reply.Answer = []dns.RR{&dns.A{Hdr: header, A: net.ParseIP("10.96.7.7")}}
	}
	return dns.RcodeSuccess, w.WriteMsg(reply)
}

func init() {
	plugin.Register("kubernetes", func(c *caddy.Controller) error {
		for c.Next() {
			c.RemainingArgs()
			for c.NextBlock() {
				c.RemainingArgs()
			}
		}
		dnsserver.GetConfig(c).AddPlugin(func(next plugin.Handler) plugin.Handler { return services{next} })
		return nil
	})
}

func main() {
	switch {
	case len(os.Args) == 2 && os.Args[1] == "version":
		fmt.Println(coremain.CoreVersion)
	case len(os.Args) == 3 && os.Args[1] == "serve":
		os.Args = []string{os.Args[0], "-conf", os.Args[2]}
		coremain.Run()
	case len(os.Args) == 5 && os.Args[1] == "migrate":
		text, err := os.ReadFile(os.Args[4])
		fail(err)
		// The checks of `kubeadm upgrade`, before and while it migrates.
		unsupported, err := migration.Unsupported(os.Args[2], os.Args[3], string(text))
		fail(err)
		for _, notice := range unsupported {
			fail(fmt.Errorf("unsupported: %s", notice.ToString()))
		}
		migrated, err := migration.Migrate(os.Args[2], os.Args[3], string(text), false)
		fail(err)
		fmt.Print(migrated)
	default:
		fmt.Fprintln(os.Stderr, "usage: coredns serve COREFILE | coredns migrate FROM TO COREFILE")
		os.Exit(2)
	}
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
